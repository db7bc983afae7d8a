package io.ringside.http;

import io.vertx.ext.web.RoutingContext;

/** Counts the data requests being worked on, and turns away those beyond the limit. Belongs to one event loop. */
final class InFlight {
  private final int limit;
  private int count;

  InFlight(int limit) {
    this.limit = limit;
  }

  /** Lets a request in until its response has ended or its connection is gone. */
  void admit(RoutingContext ctx) {
    if (count >= limit) {
      ctx.fail(Refusal
          .of(503, "overloaded", limit + " requests are being worked on, which is limits.inFlight",
              "come back, or try another node")
          .with("Retry-After", "1"));
      return;
    }
    count++;
    ctx.addEndHandler(ended -> count--);
    ctx.next();
  }
}
