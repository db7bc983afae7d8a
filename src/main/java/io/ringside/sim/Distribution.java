package io.ringside.sim;

import java.util.Random;

/**
 * How long something takes, one draw after another, in milliseconds. Logarithms and powers are {@code StrictMath}'s, since those
 * of {@code Math} may differ in the last bit between machines.
 */
@FunctionalInterface
public interface Distribution {
  double drawMillis(Random random);

  static Distribution constant(double millis) {
    return random -> millis;
  }

  static Distribution exponential(double meanMillis) {
    return random -> -StrictMath.log(1 - random.nextDouble()) * meanMillis;
  }

  /** {@code scale · U^(−1/shape)}: never below the scale, with a long tail. */
  static Distribution pareto(double scaleMillis, double shape) {
    return random -> scaleMillis * StrictMath.pow(1 - random.nextDouble(), -1 / shape);
  }

  /** One of two per draw: {@code first} with this chance, 0 to 1. */
  static Distribution mixture(double chance, Distribution first, Distribution second) {
    return random -> (random.nextDouble() < chance ? first : second).drawMillis(random);
  }

  /** This, and so much more. */
  default Distribution plus(double millis) {
    return random -> millis + drawMillis(random);
  }
}
