package io.ringside.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code /events}: the event logs of all nodes as one feed of server-sent events, or what is there now as lines. */
final class EventFeed {
  /** One frame per viewer and tick. */
  static final long TICK_MILLIS = 100;

  private static final int MAX_VIEWERS = 64;
  private static final int DEFAULT_LINES = 1000;
  private static final int MAX_LINES = 10_000;
  /** Of the keys of one part, where nobody says of which. */
  private static final long PARTS_TOLD = 1;

  private static final SortedSet<String> PARAMETERS = new TreeSet<>(List.of("after", "once", "limit", "parts"));

  private final Vertx vertx;
  private final Nodes nodes;
  private final EventPages pages;
  private final Set<Viewer> viewers = new LinkedHashSet<>();
  private long timer;

  EventFeed(Vertx vertx, Nodes nodes) {
    this.vertx = vertx;
    this.nodes = nodes;
    this.pages = new EventPages(nodes);
  }

  void mount(Routes routes) {
    routes.at("/events").stream(this::events).done();
  }

  private Future<?> events(RoutingContext ctx) {
    RequestOptions.checkNames(ctx.queryParams(), PARAMETERS);
    String word = ctx.request().getHeader("Last-Event-ID");
    if (word == null || word.isEmpty()) {
      word = ctx.queryParams().get("after");
    }
    Cursor cursor = word == null || word.isEmpty() ? Cursor.START : Cursor.decode(word);
    if (RequestOptions.flag(ctx.queryParams(), "once")) {
      if (ctx.queryParams().contains("parts")) {
        throw Refusal.badRequest("parts goes with the feed itself; with once=true nothing is left out", "");
      }
      int limit = RequestOptions.number(ctx.queryParams(), "limit", DEFAULT_LINES, MAX_LINES);
      return new EventSnapshot(nodes).send(ctx, cursor, limit);
    }
    if (ctx.queryParams().contains("limit")) {
      throw Refusal.badRequest("limit goes with once=true; the feed itself has no end", "");
    }
    watch(ctx, cursor, RequestOptions.bits(ctx.queryParams(), "parts", PARTS_TOLD));
    return Future.succeededFuture();
  }

  private void watch(RoutingContext ctx, Cursor cursor, long parts) {
    if (viewers.size() >= MAX_VIEWERS) {
      throw Refusal.of(503, "too_many_viewers", MAX_VIEWERS + " viewers watch this node already", "watch another node")
          .with("Retry-After", "10");
    }
    Accept.parse(ctx.request().getHeader("Accept")).require(List.of("text/event-stream"));
    HttpServerResponse response = ctx.response()
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no");
    var viewer = new Viewer(outlet(response), pages, nodes.members(), cursor, parts, System.currentTimeMillis());
    ctx.addEndHandler(gone -> leave(viewer));
    viewers.add(viewer);
    if (viewers.size() == 1) {
      timer = vertx.setPeriodic(TICK_MILLIS, tick -> tick());
    }
    viewer.tick(System.currentTimeMillis());
  }

  private static Outlet outlet(HttpServerResponse response) {
    return new Outlet() {
      @Override
      public boolean isOver() {
        return response.ended() || response.closed();
      }

      @Override
      public Future<Void> write(String frame) {
        return response.write(frame);
      }
    };
  }

  private void tick() {
    pages.forgetAnswered();
    long now = System.currentTimeMillis();
    viewers.forEach(viewer -> viewer.tick(now));
  }

  private void leave(Viewer viewer) {
    if (viewers.remove(viewer) && viewers.isEmpty()) {
      vertx.cancelTimer(timer);
      pages.forgetAnswered();
    }
  }
}
