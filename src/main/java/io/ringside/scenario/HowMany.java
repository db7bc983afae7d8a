package io.ringside.scenario;

/** How many hints or repairs a scenario expects: a number, or as many as there are of something else. Immutable. */
record HowMany(Like like, Bound bound) {
  enum Like {
    NUMBER,
    /** As the target owns of the keys that the scenario names. */
    KEYS,
    /** As hints were stored for the same target. */
    STORED
  }

  static final HowMany AS_KEYS = new HowMany(Like.KEYS, Bound.exactly(0));
  static final HowMany AS_STORED = new HowMany(Like.STORED, Bound.exactly(0));

  static HowMany of(Bound bound) {
    return new HowMany(Like.NUMBER, bound);
  }
}
