package io.ringside.sim;

/**
 * How one direction of a link behaves while nothing is broken on purpose. Immutable. Since each message draws its own delay, they
 * overtake one another.
 *
 * @param delay of each message
 * @param loss the chance, 0 to 1, that a message is lost
 * @param duplication the chance, 0 to 1, that it arrives twice
 * @param capacity messages on their way at a time; those that come on top are lost
 */
public record Link(Distribution delay, double loss, double duplication, int capacity) {
  /** More than any run has on its way. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /** A good local network: at least 0.2 ms, half a millisecond in the mean. */
  public static final Link LOCAL = of(0.2, 0.5);

  public Link {
    if (!(loss >= 0 && loss <= 1 && duplication >= 0 && duplication <= 1)) {
      throw new IllegalArgumentException("Chances are between 0 and 1, not " + loss + " and " + duplication);
    }
    if (capacity < 1) {
      throw new IllegalArgumentException("A link carries at least one message at a time, not " + capacity);
    }
  }

  /** A link without faults on which no message is faster than the minimum; what is above it is exponentially distributed. */
  public static Link of(double minMillis, double meanMillis) {
    if (!(minMillis >= 0 && meanMillis >= minMillis)) {
      throw new IllegalArgumentException("A delay has 0 <= minimum <= mean, not " + minMillis + " and " + meanMillis);
    }
    return new Link(Distribution.exponential(meanMillis - minMillis).plus(minMillis), 0, 0, UNBOUNDED);
  }

  /** This link, losing and doubling so many of its messages. */
  public Link with(double lossNow, double duplicationNow) {
    return new Link(delay, lossNow, duplicationNow, capacity);
  }

  public Link withCapacity(int messages) {
    return new Link(delay, loss, duplication, messages);
  }
}
