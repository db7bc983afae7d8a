package io.ringside.physics;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How many reads were stale so long after a write was committed: on real nodes, beside what the model says. Immutable.
 *
 * @param reads so many for each time
 */
public record StaleShares(Quorums quorums, int reads, List<Share> shares) {
  private static final double PERCENT = 100;

  public StaleShares {
    shares = List.copyOf(shares);
  }

  /**
   * Those reads that were issued so long after their write, in percent.
   *
   * @param measured of the nodes' answers
   * @param predicted by WARS
   */
  public record Share(double afterMillis, double measured, double predicted) {
    /** How far the two are from each other, in percentage points. */
    public double difference() {
      return Math.abs(measured - predicted);
    }
  }

  /** Measures in a cluster of its own, in virtual time; the same seed gives the same shares. Takes a while to compute. */
  public static StaleShares measure(Model model, Quorums quorums, List<Double> timesMillis, int reads, long seed) {
    var experiment = new Experiment(model, quorums, timesMillis, List.of());
    Experiment.Outcome outcome = experiment.run(Effort.quick(seed, line -> {}), reads);
    return new StaleShares(quorums, reads, IntStream.range(0, timesMillis.size()).mapToObj(i -> new Share(timesMillis.get(i),
        PERCENT * (1 - outcome.measured().consistentAt(i)),
        PERCENT * (1 - outcome.predicted().consistentAt(timesMillis.get(i))))).toList());
  }
}
