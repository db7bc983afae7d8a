package io.ringside.scenario;

/** How many hints a scenario expects: a number, or as many of something else. Immutable. */
record HintCount(Like like, Bound bound) {
  enum Like {
    NUMBER,
    /** As the target owns of the keys that the scenario names. */
    KEYS,
    /** As were stored for the same target. */
    STORED
  }

  static final HintCount AS_KEYS = new HintCount(Like.KEYS, Bound.exactly(0));
  static final HintCount AS_STORED = new HintCount(Like.STORED, Bound.exactly(0));

  static HintCount of(Bound bound) {
    return new HintCount(Like.NUMBER, bound);
  }
}
