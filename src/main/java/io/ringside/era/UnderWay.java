package io.ringside.era;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Counts the writes that are under way, and can tell when those of now have ended. Not safe for more than one thread. */
final class UnderWay {
  private Batch now = new Batch();

  private static final class Batch {
    private final Promise<Void> over = Promise.promise();
    private boolean closed;
    private int count;

    private void ended() {
      count--;
      tellIfOver();
    }

    private void tellIfOver() {
      if (closed && count == 0) {
        over.tryComplete();
      }
    }
  }

  /** Completes as the work does. */
  <R> Future<R> during(Supplier<Future<R>> work) {
    Batch mine = now;
    mine.count++;
    return Future.succeededFuture().compose(turn -> work.get()).eventually(() -> {
      mine.ended();
      return Future.succeededFuture();
    });
  }

  /** Completes when all that has begun so far has ended; what begins from now on is not waited for. */
  Future<Void> ended() {
    Batch before = now;
    now = new Batch();
    before.closed = true;
    before.tellIfOver();
    return before.over.future();
  }
}
