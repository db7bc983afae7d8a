package io.ringside.repair;

import io.ringside.env.Background;
import io.ringside.env.Scheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Takes one step after the other, and rests between them, so that they take no more than their share of the time. */
final class Walk {
  /*
   * Each step's future ends with the step. Were the next one composed to it, a walk of many steps would end in as many nested
   * completions, which no stack holds.
   */
  private static final long LONGEST_REST_MILLIS = 10_000;

  private final Scheduler scheduler;
  private final Background background;
  private final int dutyPercent;

  Walk(Scheduler scheduler, Background background, int dutyPercent) {
    this.scheduler = scheduler;
    this.background = background;
    this.dutyPercent = dutyPercent;
  }

  /** Completes when a step says that no other follows; fails as a step does. */
  Future<Void> along(Supplier<Future<Boolean>> step) {
    Promise<Void> end = Promise.promise();
    take(step, end);
    return end.future();
  }

  private void take(Supplier<Future<Boolean>> step, Promise<Void> end) {
    long begunMillis = scheduler.nowMillis();
    background.run("walk", Future.succeededFuture().compose(begun -> step.get()).transform(taken -> {
      if (taken.failed()) {
        end.fail(taken.cause());
      } else if (taken.result()) {
        scheduler.after(restMillis(begunMillis), () -> take(step, end));
      } else {
        end.complete();
      }
      return Future.succeededFuture();
    }));
  }

  /** A disk that once stood still does not stop a walk for long. */
  private long restMillis(long begunMillis) {
    return Math.min(LONGEST_REST_MILLIS, (scheduler.nowMillis() - begunMillis) * (100 - dutyPercent) / dutyPercent);
  }
}
