package io.ringside.vertx;

import io.ringside.NodeId;
import io.ringside.event.Coalesced;
import io.ringside.event.EventJson;
import io.ringside.event.Excerpt;
import io.ringside.message.EventPage;
import java.util.ArrayList;
import java.util.List;

/** Makes lines of one node's events, in their order, until a page is full. Used once. */
final class PageOfLines {
  private final NodeId node;
  private final long start;
  private final int limit;
  private final long parts;
  private final List<EventPage.Line> lines = new ArrayList<>();
  private int characters;
  private Coalesced leftOut;
  private long lastLeftOut;
  private long leftOutMillis;

  PageOfLines(NodeId node, long start, int limit, long parts) {
    this.node = node;
    this.start = start;
    this.limit = limit;
    this.parts = parts;
  }

  boolean isEmpty() {
    return lines.isEmpty() && leftOut == null;
  }

  boolean isFull() {
    return lines.size() + (leftOut == null ? 0 : 1) >= limit || characters >= EventPage.FULL_CHARACTERS;
  }

  void add(long sequence, long atMillis, Excerpt event) {
    if (Coalesced.leavesOut(event, parts)) {
      leftOut = (leftOut == null ? Coalesced.from(sequence, parts) : leftOut).and(event);
      lastLeftOut = sequence;
      leftOutMillis = atMillis;
    } else {
      tellLeftOut();
      add(new EventPage.Line(sequence, atMillis, EventJson.line(node, start, sequence, atMillis, event)));
    }
  }

  List<EventPage.Line> end() {
    tellLeftOut();
    return lines;
  }

  private void tellLeftOut() {
    if (leftOut != null) {
      add(new EventPage.Line(lastLeftOut, leftOutMillis, EventJson.line(node, start, lastLeftOut, leftOutMillis, leftOut)));
      leftOut = null;
    }
  }

  private void add(EventPage.Line line) {
    lines.add(line);
    characters += line.text().length();
  }
}
