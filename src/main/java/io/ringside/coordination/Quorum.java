package io.ringside.coordination;

import io.ringside.coordination.Tally.Outcome;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** Waits for enough of several slots. Not safe for more than one thread. */
final class Quorum {
  private Quorum() {}

  /** How a vote stands, from the successes so far, in the order they came, and the number of failures. */
  @FunctionalInterface
  interface Judge<T> {
    Outcome judge(List<T> successes, int failures);
  }

  /** Too few, and no hope of more. Never leaves the coordinator. */
  static final class OutOfReach extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Throwable> failures;

    private OutOfReach(List<Throwable> failures) {
      super("out of reach", null, false, false);
      this.failures = List.copyOf(failures);
    }

    List<Throwable> failures() {
      return failures;
    }
  }

  /** Completes with the successes so far once {@code needed} slots have succeeded, or fails with {@link OutOfReach}. */
  static <T> Future<List<T>> first(int needed, List<Future<T>> slots) {
    return until(slots, (successes, failures) -> new Tally(needed, slots.size(), successes.size(), failures).outcome());
  }

  /** Completes with the successes so far once the judge is content, or fails with {@link OutOfReach} once it gives up. */
  static <T> Future<List<T>> until(List<Future<T>> slots, Judge<T> judge) {
    var round = new Round<>(judge);
    slots.forEach(slot -> slot.onComplete(round::ended));
    round.look();
    return round.verdict.future();
  }

  /** Completes with all that succeeded, when every slot has ended one way or the other. */
  static <T> Future<List<T>> all(List<Future<T>> slots) {
    return until(slots, (successes, failures) ->
        successes.size() + failures == slots.size() ? Outcome.REACHED : Outcome.PENDING);
  }

  private static final class Round<T> {
    private final Judge<T> judge;
    private final List<T> successes = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Promise<List<T>> verdict = Promise.promise();

    Round(Judge<T> judge) {
      this.judge = judge;
    }

    void ended(AsyncResult<T> slot) {
      if (verdict.future().isComplete()) {
        return;
      }
      if (slot.succeeded()) {
        successes.add(slot.result());
      } else {
        failures.add(slot.cause());
      }
      look();
    }

    void look() {
      if (verdict.future().isComplete()) {
        return;
      }
      switch (judge.judge(successes, failures.size())) {
        case REACHED -> verdict.tryComplete(List.copyOf(successes));
        case OUT_OF_REACH -> verdict.tryFail(new OutOfReach(failures));
        case PENDING -> { }
      }
    }
  }
}
