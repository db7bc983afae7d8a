package io.ringside.http;

import io.ringside.NodeId;
import io.ringside.event.Coalesced;
import io.ringside.message.EventPage;
import io.ringside.message.Request;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What the nodes' event logs hold right now, merged by time into one list of lines that ends. */
final class EventSnapshot {
  private static final String LINES = "application/x-ndjson";

  private final Nodes nodes;

  EventSnapshot(Nodes nodes) {
    this.nodes = nodes;
  }

  /** Sends at most {@code limit} lines, fewer where they are long; the header {@code X-Cursor} says where to go on. */
  Future<?> send(RoutingContext ctx, Cursor cursor, int limit) {
    Accept.parse(ctx.request().getHeader("Accept")).require(List.of(LINES));
    List<Future<Nodes.Reply<EventPage>>> replies = nodes.members().stream()
        .map(node -> nodes.ask(node, after(cursor.of(node), limit)))
        .toList();
    return Future.all(replies).compose(all -> {
      List<Nodes.Reply<EventPage>> pages = all.list();
      return send(ctx, cursor, limit, pages);
    });
  }

  private static Request.ReadEvents after(Cursor.Position position, int limit) {
    return new Request.ReadEvents(position.life(), position.sequence(), limit, Coalesced.ALL_PARTS);
  }

  private Future<Void> send(RoutingContext ctx, Cursor from, int limit, List<Nodes.Reply<EventPage>> pages) {
    var heads = new PriorityQueue<Reader>(Comparator.comparingLong(Reader::time).thenComparing(Reader::node));
    Cursor cursor = from;
    for (Nodes.Reply<EventPage> reply : pages) {
      if (reply.isReachable()) {
        var reader = new Reader(reply.node(), reply.answer().orElseThrow());
        cursor = cursor.with(reader.node(), reader.position());
        addUnlessEmpty(heads, reader);
      }
    }
    var lines = new ArrayList<String>();
    while (!heads.isEmpty() && lines.size() < limit) {
      Reader next = heads.poll();
      lines.add(next.take().text() + "\n");
      cursor = cursor.with(next.node(), next.position());
      if (next.hidesMore()) {
        break;
      }
      addUnlessEmpty(heads, next);
    }
    return ctx.response()
        .putHeader("Content-Type", LINES)
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Cursor", cursor.encode())
        .end(String.join("", lines));
  }

  private static void addUnlessEmpty(PriorityQueue<Reader> heads, Reader reader) {
    if (reader.hasNext()) {
      heads.add(reader);
    }
  }

  /** One node's lines, one after the other. */
  private static final class Reader {
    private final NodeId node;
    private final EventPage page;
    private int taken;

    private Reader(NodeId node, EventPage page) {
      this.node = node;
      this.page = page;
    }

    private NodeId node() {
      return node;
    }

    private boolean hasNext() {
      return taken < page.lines().size();
    }

    /** What follows was too long for its page, and may have come before what others have said. */
    private boolean hidesMore() {
      return !hasNext() && page.isFull();
    }

    private EventPage.Line take() {
      return page.lines().get(taken++);
    }

    private Cursor.Position position() {
      return new Cursor.Position(page.life(), hasNext() ? page.lines().get(taken).sequence() - 1 : page.last());
    }

    private long time() {
      return page.lines().get(taken).atMillis();
    }
  }
}
