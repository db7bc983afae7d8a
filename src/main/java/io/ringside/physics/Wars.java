package io.ringside.physics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What the WARS model says of stale reads, by its own Monte Carlo: knows nothing of nodes or messages. Immutable.
 *
 * <p>Source: Bailis et al., "Probabilistically Bounded Staleness for Practical Partial Quorums", VLDB 2012, section 5.1.
 */
public final class Wars {
  /*
   * One trial draws W, A, R and S for each replica. The write commits at the w-th smallest W + A; the read counts the r replicas
   * of the smallest R + S. It is current if one of them had the write when the read came: commit + t + R >= W. So each trial has
   * one moment, min(W - R) - commit over those r, from which on it is current: the sorted moments of all trials answer every t.
   * Exactly r count: of answers that come at the same time, as those of constant delays do, the one that was asked first.
   */
  private final double[] currentFrom;
  private final double[] readMillis;
  private final double[] writeMillis;

  private Wars(double[] currentFrom, double[] readMillis, double[] writeMillis) {
    this.currentFrom = sorted(currentFrom);
    this.readMillis = sorted(readMillis);
    this.writeMillis = sorted(writeMillis);
  }

  private static double[] sorted(double[] values) {
    Arrays.sort(values);
    return values;
  }

  static Wars predict(Model model, Quorums quorums, int trials, Random random) {
    int n = quorums.n();
    var currentFrom = new double[trials];
    var readMillis = new double[trials];
    var writeMillis = new double[trials];
    var write = new double[n];
    var acknowledged = new double[n];
    var read = new double[n];
    var answered = new double[n];
    for (int trial = 0; trial < trials; trial++) {
      for (int replica = 0; replica < n; replica++) {
        write[replica] = model.w().distribution().drawMillis(random);
        acknowledged[replica] = write[replica] + model.a().distribution().drawMillis(random);
        read[replica] = model.r().distribution().drawMillis(random);
        answered[replica] = read[replica] + model.s().distribution().drawMillis(random);
      }
      double commit = smallest(acknowledged, quorums.w());
      double earliest = Double.POSITIVE_INFINITY;
      for (int replica : firstToAnswer(answered, read, quorums.r())) {
        earliest = Math.min(earliest, write[replica] - read[replica]);
      }
      currentFrom[trial] = earliest - commit;
      readMillis[trial] = smallest(answered, quorums.r());
      writeMillis[trial] = commit;
    }
    return new Wars(currentFrom, readMillis, writeMillis);
  }

  private static int[] firstToAnswer(double[] answered, double[] read, int count) {
    return IntStream.range(0, answered.length).boxed()
        .sorted(Comparator.<Integer>comparingDouble(replica -> answered[replica]).thenComparingDouble(replica -> read[replica]))
        .limit(count).mapToInt(Integer::intValue).toArray();
  }

  private static double smallest(double[] values, int rank) {
    var copy = values.clone();
    Arrays.sort(copy);
    return copy[rank - 1];
  }

  /** The chance that a read issued {@code millis} after the commit is current. */
  double consistentAt(double millis) {
    int low = 0;
    int high = currentFrom.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (currentFrom[middle] <= millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return (double) low / currentFrom.length;
  }

  /** How long after the commit a read is to be issued so that it is current with this chance; may be before it. */
  double currentFrom(double share) {
    return at(currentFrom, share);
  }

  double readMillis(double quantile) {
    return at(readMillis, quantile);
  }

  double writeMillis(double quantile) {
    return at(writeMillis, quantile);
  }

  private static double at(double[] sorted, double quantile) {
    return sorted[Math.max(0, Math.min(sorted.length - 1, (int) Math.ceil(quantile * sorted.length) - 1))];
  }
}
