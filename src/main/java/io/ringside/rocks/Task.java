package io.ringside.rocks;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/**
 * A question to the disk, and the promise of its answer: the outcome is decided on a worker's thread and told on the
 * node's context. Not safe for two threads at a time; the queue and the context hand it on.
 */
class Task<R> {
  private final Promise<R> promise = Promise.promise();
  private Future<R> outcome;

  /** Completes when the outcome is told. */
  Future<R> future() {
    return promise.future();
  }

  void succeed(R result) {
    outcome = Future.succeededFuture(result);
  }

  void fail(Throwable thrown) {
    outcome = Future.failedFuture(thrown);
  }


  private void tell() {
    promise.handle(outcome);
  }

  /** Tells every task, even if a listener of one throws; the first that was thrown is thrown at the end. */
  static void tellAll(List<? extends Task<?>> tasks) {
    RuntimeException first = null;
    for (Task<?> task : tasks) {
      try {
        task.tell();
      } catch (RuntimeException thrown) {
        first = first == null ? thrown : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
