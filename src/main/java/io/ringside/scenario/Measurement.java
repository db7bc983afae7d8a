package io.ringside.scenario;

import io.ringside.physics.Model;
import io.ringside.physics.Quorums;
import io.ringside.physics.StaleShares;
import java.util.List;

/**
 * Reads that are issued so long after their write was committed, to be counted. Immutable.
 *
 * @param reads so many at each time
 */
record Measurement(Model model, Quorums quorums, int reads, List<Double> timesMillis) {
  /*
   * Faults can hold up what one node sends to another, by a fixed time. The model wants a delay drawn anew for each message,
   * other ones for a write than for its acknowledgement, and nothing on top: neither a disk nor a thread that is busy.
   */
  static final String NOT_LIVE =
      "it measures with delays that are drawn anew for each message and each kind of it, and no live network has these";

  Measurement {
    timesMillis = List.copyOf(timesMillis);
  }

  /** Takes real time to compute, and none of the scenario's. */
  StaleShares measure(long seed) {
    return StaleShares.measure(model, quorums, timesMillis, reads, seed);
  }
}
