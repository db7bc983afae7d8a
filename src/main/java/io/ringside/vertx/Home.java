package io.ringside.vertx;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** The context where something lives: whoever calls it from elsewhere is brought there, and the answer back. */
record Home(Context context) {
  /**
   * Runs the work at home; what it throws there fails the future. The future completes on the caller's context or, if the caller
   * has none, at home.
   */
  <R> Future<R> run(Supplier<Future<R>> work) {
    Context caller = Vertx.currentContext();
    if (caller == context) {
      return work.get();
    }
    Context goal = caller == null ? context : caller;
    Promise<R> done = Promise.promise();
    context.runOnContext(here -> Future.succeededFuture().compose(now -> work.get()).onComplete(result -> {
      if (Vertx.currentContext() == goal) {
        done.handle(result);
      } else {
        goal.runOnContext(there -> done.handle(result));
      }
    }));
    return done.future();
  }
}
