package io.ringside.scenario;

import io.ringside.env.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Looks again and again until it sees what it should, or the time is up. */
final class Patience<T> {
  private static final long PERIOD_MILLIS = 100;

  private final Scheduler scheduler;
  private final long untilMillis;
  private final Supplier<Future<T>> look;
  private final Promise<T> seen = Promise.promise();

  private Patience(Scheduler scheduler, long untilMillis, Supplier<Future<T>> look) {
    this.scheduler = scheduler;
    this.untilMillis = untilMillis;
    this.look = look;
  }

  /**
   * Completes as the first look that succeeds, or fails as the last one. Looks at least once.
   *
   * @param untilMillis on the scheduler's clock
   */
  static <T> Future<T> until(Scheduler scheduler, long untilMillis, Supplier<Future<T>> look) {
    var patience = new Patience<>(scheduler, untilMillis, look);
    patience.lookOnce();
    return patience.seen.future();
  }

  private void lookOnce() {
    Future.succeededFuture().compose(now -> look.get()).onComplete(done -> {
      if (done.succeeded() || scheduler.nowMillis() + PERIOD_MILLIS > untilMillis) {
        seen.handle(done);
      } else {
        scheduler.after(PERIOD_MILLIS, this::lookOnce);
      }
    });
  }
}
