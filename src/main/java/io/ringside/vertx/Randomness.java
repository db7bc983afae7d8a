package io.ringside.vertx;

import java.security.SecureRandom;

/** Where real nodes take their chance from; simulated ones take theirs from the seed of the run. */
final class Randomness {
  private static final SecureRandom SOURCE = new SecureRandom();

  private Randomness() {}

  /** A seed that no other generator here or elsewhere has got. */
  static long seed() {
    return SOURCE.nextLong();
  }
}
