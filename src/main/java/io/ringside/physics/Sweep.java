package io.ringside.physics;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The PBS authors' own validation of their model: nine pairs of exponential delays, t from 1 to 199 ms. They held Cassandra
 * against WARS; here it is our nodes.
 */
final class Sweep implements Law {
  private static final String NAME = "sweep";

  /** What the paper reached, in percentage points: on average, and at most. */
  private static final double PUBLISHED_MEAN = 0.28;
  private static final double PUBLISHED_MOST = 0.53;

  /** The root mean square of a sample is at most so many times its expectation: neighbouring t share their writes. */
  private static final double SPREAD = 3;
  private static final double SHARE = 0.999;
  private static final List<Double> TIMES = IntStream.rangeClosed(0, 199).mapToObj(Double::valueOf).toList();

  /** P(consistent) at 0, 10 and 50 ms, in percent, and the milliseconds at which 99.9% are reached. */
  private record Checkpoint(double at0, double at10, double at50, double millis) {}

  private final SortedMap<String, Checkpoint> checkpoints = new TreeMap<>();
  private final List<Experiment> experiments = new ArrayList<>();

  /** All nine pairs with R=W=1, and those with published checkpoints with the other quorums too. */
  Sweep() {
    for (double write : new double[] {20, 10, 5}) {
      for (double others : new double[] {10, 5, 2}) {
        experiments.add(experiment(write, others, 1, 1));
      }
    }
    for (double[] pair : new double[][] {{20, 10}, {10, 5}, {5, 2}}) {
      experiments.add(experiment(pair[0], pair[1], 1, 2));
      experiments.add(experiment(pair[0], pair[1], 2, 1));
    }
    publish(20, 10, new Checkpoint(62.51, 77.28, 96.92, 119.7), new Checkpoint(83.94, 90.25, 98.67, 102.7),
        new Checkpoint(90.89, 96.64, 99.94, 45.2));
    publish(10, 5, new Checkpoint(62.43, 86.20, 99.75, 59.1), new Checkpoint(83.88, 94.06, 99.89, 50.6),
        new Checkpoint(90.84, 98.76, 100, 22.7));
    publish(5, 2, new Checkpoint(58.66, 94.39, 100, 29.9), new Checkpoint(81.56, 97.51, 100, 26.0),
        new Checkpoint(88.70, 99.80, 100, 11.9));
  }

  private static Experiment experiment(double write, double others, int r, int w) {
    return new Experiment(Model.exponential(write, others), new Quorums(3, r, w), TIMES, List.of());
  }

  private void publish(double write, double others, Checkpoint r1w1, Checkpoint r1w2, Checkpoint r2w1) {
    checkpoints.put(experiment(write, others, 1, 1).name(), r1w1);
    checkpoints.put(experiment(write, others, 1, 2).name(), r1w2);
    checkpoints.put(experiment(write, others, 2, 1).name(), r2w1);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String statement() {
    return "PBS: RMSE of measured against predicted over t=1..199 ms, exponential delays";
  }

  @Override
  public Result measure(Effort effort) {
    List<Experiment.Outcome> outcomes =
        experiments.parallelStream().map(each -> each.run(effort, effort.sweepWrites())).toList();
    var findings = new ArrayList<>(outcomes.stream().map(Sweep::error).toList());
    findings.add(Finding.atMost(NAME, "RMSE, mean of all", PUBLISHED_MEAN,
        mean(outcomes, true), Math.max(PUBLISHED_MEAN, 2 * mean(outcomes, false)), effort.sweepWrites()));
    outcomes.forEach(outcome -> findings.addAll(checkpoints(outcome)));
    return new Result(findings, outcomes.stream().map(Experiment.Outcome::plot).toList());
  }

  private static Finding error(Experiment.Outcome outcome) {
    return Finding.atMost(NAME, outcome.experiment().name() + " RMSE", PUBLISHED_MOST, outcome.rootMeanSquare(),
        limit(outcome), outcome.measured().sample());
  }

  /** The published limit, unless the sample is too small for it. */
  static double limit(Experiment.Outcome outcome) {
    return Math.max(PUBLISHED_MOST, SPREAD * outcome.expectedRootMeanSquare());
  }

  private static double mean(List<Experiment.Outcome> outcomes, boolean measured) {
    return outcomes.stream().mapToDouble(outcome -> measured ? outcome.rootMeanSquare() : outcome.expectedRootMeanSquare())
        .average().orElseThrow();
  }

  private List<Finding> checkpoints(Experiment.Outcome outcome) {
    String name = outcome.experiment().name();
    Checkpoint published = checkpoints.get(name);
    if (published == null) {
      return List.of();
    }
    return List.of(
        at(outcome, 0, published.at0), at(outcome, 10, published.at10), at(outcome, 50, published.at50),
        at(outcome, published.millis, 100 * SHARE));
  }

  private static Finding at(Experiment.Outcome outcome, double millis, double published) {
    return Finding.percentage(NAME, outcome.experiment().name() + " t=" + Finding.plain(millis), published,
        100 * outcome.predicted().consistentAt(millis), 100 * between(outcome.measured(), millis),
        outcome.measured().sample());
  }

  /** Read from the straight line between two measured milliseconds. */
  private static double between(StaleReads measured, double millis) {
    int below = (int) millis;
    double rest = millis - below;
    return measured.consistentAt(below) * (1 - rest) + measured.consistentAt(below + (rest > 0 ? 1 : 0)) * rest;
  }
}
