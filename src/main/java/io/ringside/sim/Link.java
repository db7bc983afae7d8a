package io.ringside.sim;

import java.util.Random;

/**
 * How one direction of a link behaves while nothing is broken on purpose. Immutable. Since each message draws its own delay, they
 * overtake one another.
 *
 * @param minMicros no message is faster
 * @param meanMicros the mean; what is above the minimum is exponentially distributed
 * @param loss the chance, 0 to 1, that a message is lost
 * @param duplication the chance, 0 to 1, that it arrives twice
 */
public record Link(long minMicros, long meanMicros, double loss, double duplication) {
  /** A good local network: half a millisecond. */
  public static final Link LOCAL = new Link(200, 500, 0, 0);

  public Link {
    if (minMicros < 0 || meanMicros < minMicros) {
      throw new IllegalArgumentException("A delay has 0 <= minimum <= mean, not " + minMicros + " and " + meanMicros);
    }
    if (!(loss >= 0 && loss <= 1 && duplication >= 0 && duplication <= 1)) {
      throw new IllegalArgumentException("Chances are between 0 and 1, not " + loss + " and " + duplication);
    }
  }

  /** This link, losing and doubling so many of its messages. */
  public Link with(double lossNow, double duplicationNow) {
    return new Link(minMicros, meanMicros, lossNow, duplicationNow);
  }

  /** One delay. {@code StrictMath}, since {@code Math.log} may differ in the last bit between machines. */
  long drawDelayMicros(Random random) {
    double exponential = -StrictMath.log(1 - random.nextDouble());
    return minMicros + (long) (exponential * (meanMicros - minMicros));
  }
}
