package io.ringside.coordination;

import io.ringside.coordination.Tally.Outcome;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** Waits for enough of several slots. Not safe for more than one thread. */
public final class Quorum {
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
  public static <T> Future<List<T>> first(int needed, List<Future<T>> slots) {
    return until(slots, (successes, failures) -> new Tally(needed, slots.size(), successes.size(), failures).outcome());
  }

  /** Completes with the successes so far once the judge is content, or fails with {@link OutOfReach} once it gives up. */
  static <T> Future<List<T>> until(List<Future<T>> slots, Judge<T> judge) {
    var vote = new Vote<>(judge);
    slots.forEach(vote::add);
    vote.look();
    return vote.verdict();
  }

  /** Completes with all that succeeded, when every slot has ended one way or the other. */
  static <T> Future<List<T>> all(List<Future<T>> slots) {
    return until(slots, (successes, failures) ->
        successes.size() + failures == slots.size() ? Outcome.REACHED : Outcome.PENDING);
  }

  /** A vote to which slots may still be added, by its judge too. A judge that throws fails it. */
  static final class Vote<T> {
    private final Judge<T> judge;
    private final List<T> successes = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Promise<List<T>> verdict = Promise.promise();
    private boolean looking;

    Vote(Judge<T> judge) {
      this.judge = judge;
    }

    /** Completes with the successes so far once the judge is content, or fails with {@link OutOfReach} once it gives up. */
    Future<List<T>> verdict() {
      return verdict.future();
    }

    boolean isDecided() {
      return verdict.future().isComplete();
    }

    void add(Future<T> slot) {
      slot.onComplete(this::ended);
    }

    private void ended(AsyncResult<T> slot) {
      if (isDecided()) {
        return;
      }
      if (slot.succeeded()) {
        successes.add(slot.result());
      } else {
        failures.add(slot.cause());
      }
      look();
    }

    /** Asks the judge. While it judges nobody else does, though it may add slots that end at once: then it judges again. */
    void look() {
      if (looking || isDecided()) {
        return;
      }
      looking = true;
      try {
        decide(judged());
      } catch (RuntimeException thrown) {
        verdict.tryFail(thrown);
      }
      looking = false;
    }

    private Outcome judged() {
      int ended;
      Outcome outcome;
      do {
        ended = successes.size() + failures.size();
        outcome = judge.judge(successes, failures.size());
      } while (outcome == Outcome.PENDING && ended < successes.size() + failures.size());
      return outcome;
    }

    private void decide(Outcome outcome) {
      switch (outcome) {
        case REACHED -> verdict.tryComplete(List.copyOf(successes));
        case OUT_OF_REACH -> verdict.tryFail(new OutOfReach(failures));
        case PENDING -> { }
      }
    }
  }
}
