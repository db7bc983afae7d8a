package io.ringside.http;

import io.ringside.NodeId;
import io.ringside.message.EventPage;
import io.ringside.message.Request;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads pages of the nodes' event logs. Viewers who are equally far share one request. Belongs to one event loop. */
final class EventPages {
  private record Ask(NodeId node, Request.ReadEvents request) {}

  private final Nodes nodes;
  private final Map<Ask, Future<Nodes.Reply<EventPage>>> asked = new LinkedHashMap<>();

  EventPages(Nodes nodes) {
    this.nodes = nodes;
  }

  /** Completes with what follows a position, at most {@code limit} lines; all of it for {@code parts} of the keys. */
  Future<Nodes.Reply<EventPage>> after(NodeId node, Cursor.Position position, int limit, long parts) {
    var ask = new Ask(node, new Request.ReadEvents(position.life(), position.sequence(), limit, parts));
    return asked.computeIfAbsent(ask, any -> nodes.ask(node, ask.request()));
  }

  /** From now on, pages are read anew. */
  void forgetAnswered() {
    asked.values().removeIf(Future::isComplete);
  }
}
