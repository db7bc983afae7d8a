package io.ringside.check;

import java.util.List;

/** I17: what could reach enough nodes from beginning to end succeeds. */
final class Availability {
  private Availability() {}

  static List<Violation> judge(History history) {
    return history.attempts().stream().filter(attempt -> attempt.entitled() && !attempt.isOk())
        .map(attempt -> new Violation("I17", attempt + " could reach enough nodes all the time, and yet it "
            + (attempt.outcome() == Attempt.Outcome.FAILED ? "failed" : "was not told that it succeeded")))
        .toList();
  }
}
