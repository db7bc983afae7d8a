package io.ringside.scenario;

/** How many of something there may be. Immutable. */
record Bound(long least, long most) {
  static Bound exactly(long count) {
    return new Bound(count, count);
  }

  static Bound atMost(long count) {
    return new Bound(0, count);
  }

  static Bound atLeast(long count) {
    return new Bound(count, Long.MAX_VALUE);
  }

  boolean holds(long count) {
    return count >= least && count <= most;
  }

  /** As a scenario says it. */
  @Override
  public String toString() {
    return least == most ? "" + least : most == Long.MAX_VALUE ? "at least " + least : "at most " + most;
  }
}
