package io.ringside.reap;

import io.ringside.repair.Portions;

/**
 * How much is reaped at a time: half as much after an attempt that somebody was silent to, twice as much, up to the limits, after
 * one that all have answered. Not safe for more than one thread.
 */
final class Handful {
  private final int mostGraves;
  private int halvings;

  Handful(int mostGraves) {
    this.mostGraves = mostGraves;
  }

  int graves() {
    return Math.max(1, mostGraves >> halvings);
  }

  /** Of the records in the graves; a single one may have more. */
  int bytes() {
    return Portions.LIMIT_BYTES >> halvings;
  }

  void answered() {
    halvings = Math.max(0, halvings - 1);
  }

  void silence() {
    halvings += graves() > 1 ? 1 : 0;
  }
}
