package io.ringside.coordination;

/** The count of a vote so far. Immutable. */
record Tally(int needed, int asked, int successes, int failures) {
  enum Outcome { PENDING, REACHED, OUT_OF_REACH }

  Tally {
    if (needed < 0 || successes < 0 || failures < 0 || successes + failures > asked) {
      throw new IllegalArgumentException(
          "Not a tally: needed " + needed + ", asked " + asked + ", successes " + successes + ", failures " + failures);
    }
  }

  Outcome outcome() {
    if (successes >= needed) {
      return Outcome.REACHED;
    }
    return asked - failures < needed ? Outcome.OUT_OF_REACH : Outcome.PENDING;
  }

  /** Both must be reached; one out of reach is enough to give up. */
  Outcome outcomeWith(Tally other) {
    if (outcome() == Outcome.OUT_OF_REACH || other.outcome() == Outcome.OUT_OF_REACH) {
      return Outcome.OUT_OF_REACH;
    }
    return outcome() == Outcome.REACHED ? other.outcome() : outcome();
  }
}
