package io.ringside.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.NodeId;
import io.ringside.event.Coalesced;
import io.ringside.message.EventPage;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One reader of the feed, and how far it is. Belongs to one event loop. */
final class Viewer {
  /*
   * The nodes' logs are the buffer: a viewer that does not take what it was sent is not read for. When it comes back after longer
   * than the logs remember, the next page says how many events were missed, and so does the viewer's feed. A log ends with its
   * node's run: after a restart nobody knows what else it had said, and the feed says that.
   *
   * So what is held for a viewer is at most one page of each node that was written and not taken, and the page after it. Of a node
   * that says more than anybody can look at (Pace), it is told only a part, and how much the rest was.
   *
   * Whether it takes what it was sent is told by the future of the write. writeQueueFull() is not enough: with Vert.x 5.0.10 it
   * stayed false while 40 MB waited for a client that did not read.
   */
  static final int PAGE = 500;
  private static final long HEARTBEAT_MILLIS = 10_000;

  private final Outlet outlet;
  private final EventPages pages;
  private final Collection<NodeId> nodes;
  private final SortedSet<NodeId> waitingFor = new TreeSet<>();
  private final SortedMap<NodeId, Long> heardAt = new TreeMap<>();
  private final SortedSet<NodeId> silent = new TreeSet<>();
  private final SortedMap<NodeId, Pace> paces = new TreeMap<>();
  private final StringBuilder frame = new StringBuilder();
  private final long parts;
  private final long since;
  private Future<Void> sent = Future.succeededFuture();
  private Cursor cursor;
  private long wroteAt;
  private int linesSent;
  private int linesInFrame;

  Viewer(Outlet outlet, EventPages pages, Collection<NodeId> nodes, Cursor cursor, long parts, long nowMillis) {
    this.outlet = outlet;
    this.pages = pages;
    this.nodes = nodes;
    this.cursor = cursor;
    this.parts = parts;
    this.since = nowMillis;
    ObjectNode hello = Json.object().put("cursor", cursor.encode());
    Json.names(hello, "nodes", nodes);
    append("hello", hello.toString());
  }

  /** Sends what has come since the last tick, and asks for more; neither while the viewer has not taken what was sent before. */
  void tick(long nowMillis) {
    if (outlet.isOver() || !sent.isComplete()) {
      return;
    }
    if (frame.isEmpty() && nowMillis - wroteAt >= HEARTBEAT_MILLIS) {
      frame.append(": heartbeat\n\n");
    }
    if (!frame.isEmpty()) {
      sent = outlet.write(frame.toString());
      frame.setLength(0);
      linesSent = linesInFrame;
      linesInFrame = 0;
      wroteAt = nowMillis;
    }
    nodes.stream().filter(waitingFor::add).forEach(this::ask);
  }

  private void ask(NodeId node) {
    pages.after(node, cursor.of(node), PAGE, paceOf(node).isTooFast() ? parts : Coalesced.ALL_PARTS).onComplete(asked -> {
      waitingFor.remove(node);
      if (asked.succeeded()) {
        heard(asked.result());
      }
    });
  }

  private void heard(Nodes.Reply<EventPage> reply) {
    NodeId node = reply.node();
    if (!reply.isReachable()) {
      if (silent.add(node)) {
        append("source", source(node, false));
      }
      return;
    }
    if (silent.remove(node)) {
      append("source", source(node, true));
    }
    heardAt.put(node, System.currentTimeMillis());
    reply.answer().ifPresent(page -> append(node, page));
  }

  private String source(NodeId node, boolean reachable) {
    long age = System.currentTimeMillis() - heardAt.getOrDefault(node, since);
    return Json.object().put("node", node.name()).put("reachable", reachable).put("ageMillis", age).toString();
  }

  private void append(NodeId node, EventPage page) {
    long lifeBefore = cursor.of(node).life();
    moveTo(node, page.life(), page.lines().isEmpty() ? page.last() : page.lines().get(0).sequence() - 1);
    ObjectNode gap = Json.object().put("node", node.name());
    if (lifeBefore != 0 && lifeBefore != page.life()) {
      append("gap", gap.putNull("missed").put("reason", "restarted").toString());
    } else if (page.missed() > 0) {
      append("gap", gap.put("missed", page.missed()).toString());
    }
    for (EventPage.Line line : page.lines()) {
      moveTo(node, page.life(), line.sequence());
      append("e", line.text());
      linesInFrame++;
    }
    paceOf(node).told(page);
  }

  private Pace paceOf(NodeId node) {
    return paces.computeIfAbsent(node, any -> new Pace());
  }

  /** Events that are kept in memory for this viewer: written and not taken, or read and not written. */
  int heldLines() {
    return (sent.isComplete() ? 0 : linesSent) + linesInFrame;
  }

  /** How many events may be held for each viewer of so many nodes. */
  static int maxHeldLines(int nodes) {
    return 2 * nodes * PAGE;
  }

  private void moveTo(NodeId node, long life, long sequence) {
    cursor = cursor.with(node, new Cursor.Position(life, sequence));
  }

  private void append(String event, String data) {
    frame.append("id: ").append(cursor.encode()).append("\nevent: ").append(event).append("\ndata: ").append(data).append("\n\n");
  }
}
