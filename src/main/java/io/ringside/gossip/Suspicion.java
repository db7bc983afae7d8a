package io.ringside.gossip;

import io.ringside.config.GossipConfig;

/** How long a suspect has to refute. */
final class Suspicion {
  private Suspicion() {}

  /**
   * multiplier · max(1, log₁₀(members)) periods, rounded down to a millisecond: as long as news of the suspicion takes to reach
   * the suspect and its refutation to come back, which grows with the logarithm of the size.
   */
  static long limitMillis(GossipConfig knobs, int members) {
    double scale = Math.max(1, StrictMath.log10(members));
    return (long) (knobs.suspicionMultiplier() * scale * knobs.periodMillis());
  }
}
