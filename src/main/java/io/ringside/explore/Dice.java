package io.ringside.explore;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws what a script is made of. Not safe for more than one thread. */
final class Dice {
  private final Random random;

  Dice(Random random) {
    this.random = random;
  }

  boolean chance(double of) {
    return random.nextDouble() < of;
  }

  int pick(int... from) {
    return from[random.nextInt(from.length)];
  }

  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  double share() {
    return random.nextDouble();
  }

  long seed() {
    return random.nextLong();
  }

  long exponential(long mean) {
    return (long) (-StrictMath.log(1 - random.nextDouble()) * mean);
  }

  <T> List<T> shuffled(List<T> all) {
    var order = new ArrayList<>(all);
    Collections.shuffle(order, random);
    return order;
  }

  /** At least so many of them, and each of the others with this chance. */
  <T> List<T> some(List<T> all, int least, double membership) {
    List<T> order = shuffled(all);
    var chosen = new ArrayList<T>(order.subList(0, Math.min(least, order.size())));
    order.stream().skip(least).filter(one -> chance(membership)).forEach(chosen::add);
    return chosen;
  }
}
