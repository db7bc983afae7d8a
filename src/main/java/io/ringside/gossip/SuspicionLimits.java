package io.ringside.gossip;

import io.ringside.config.GossipConfig;

/**
 * How long a suspect has to refute: the longest while one node alone accuses it, the shortest once enough others agree. Immutable.
 *
 * @param confirmations how many further accusers it takes for the shortest
 */
record SuspicionLimits(long shortestMillis, long longestMillis, int confirmations) {
  /*
   * Lifeguard (Dadgar, Phillips, Currey, 2018), section IV-B. A slow node takes everybody for silent, and nobody agrees with it:
   * its suspicions last, so that refutations reach it in time. Of a node that is really gone many say so within a few periods.
   */

  /** As in the paper. More: one slow node needs more company to do harm; fewer: a death is certain earlier. */
  static final int MOST_CONFIRMATIONS = 3;

  SuspicionLimits {
    if (shortestMillis < 0 || longestMillis < shortestMillis || confirmations < 0) {
      throw new IllegalArgumentException("No limits: " + shortestMillis + ".." + longestMillis + " ms, " + confirmations);
    }
  }

  /**
   * At least multiplier · max(1, log₁₀(members)) periods, rounded down to a millisecond: as long as news of the suspicion takes to
   * reach the suspect and its refutation to come back, which grows with the logarithm of the size. Where there are too few others
   * to confirm anything, as many as there are must do.
   */
  static SuspicionLimits of(GossipConfig knobs, int members) {
    double scale = Math.max(1, StrictMath.log10(members));
    long shortest = (long) (knobs.suspicionMultiplier() * scale * knobs.periodMillis());
    return new SuspicionLimits(shortest, shortest * knobs.suspicionMaxMultiplier(),
        Math.max(0, Math.min(MOST_CONFIRMATIONS, members - 2)));
  }

  /** longest − (longest − shortest) · log(confirmed + 1) / log(confirmations + 1), to the nearest millisecond. */
  long millis(int confirmed) {
    if (confirmed >= confirmations) {
      return shortestMillis;
    }
    double done = StrictMath.log(confirmed + 1.0) / StrictMath.log(confirmations + 1.0);
    return longestMillis - Math.round((longestMillis - shortestMillis) * done);
  }
}
