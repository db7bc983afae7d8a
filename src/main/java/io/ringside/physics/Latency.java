package io.ringside.physics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** How long reads take with R and writes with W. */
final class Latency implements Law {
  private static final String NAME = "latency";
  private static final double[] QUANTILES = {0.5, 0.99, 0.999};
  private static final double[] TOLERANCES = {0.02, 0.02, 0.05};
  private static final double SIGMAS = 4;

  /** @param reads whether the reads' latency was published, or the writes' */
  private record Published(Model model, Quorums quorums, boolean reads, List<Double> millis) {}

  private static final List<Published> ALL = List.of(
      new Published(Model.SSD, new Quorums(3, 1, 1), true, List.of(0.49, 0.56, 0.65)),
      new Published(Model.SSD, new Quorums(3, 2, 1), true, List.of(0.51, 0.91, 1.63)),
      new Published(Model.DISK, new Quorums(3, 1, 1), false, List.of(1.50, 6.74, 10.94)),
      new Published(Model.DISK, new Quorums(3, 1, 2), false, List.of(2.77, 13.94, 20.95)));

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String statement() {
    return "PBS: median, 99th and 99.9th percentile of reads and writes, in ms";
  }

  @Override
  public Result measure(Effort effort) {
    return Result.of(ALL.parallelStream().map(each -> findings(each, effort)).flatMap(List::stream).toList());
  }

  private static List<Finding> findings(Published published, Effort effort) {
    var experiment = new Experiment(published.model, published.quorums, List.of(0.0), List.of());
    Experiment.Outcome outcome = experiment.run(effort, effort.writes());
    DoubleUnaryOperator predicted = published.reads ? outcome.predicted()::readMillis : outcome.predicted()::writeMillis;
    DoubleUnaryOperator measured = published.reads ? outcome.measured()::readMillis : outcome.measured()::writeMillis;
    String what = published.model.name() + (published.reads
        ? " read R=" + published.quorums.r() : " write W=" + published.quorums.w());
    var findings = new ArrayList<Finding>();
    for (int i = 0; i < QUANTILES.length; i++) {
      findings.add(finding(what, i, published.millis.get(i), predicted, measured, outcome.measured().sample()));
    }
    return findings;
  }

  /** Within so much of the published value, and of what a sample of this size may make of the quantile. */
  private static Finding finding(
      String what, int i, double published, DoubleUnaryOperator predicted, DoubleUnaryOperator measured, long sample) {
    double quantile = QUANTILES[i];
    double exact = predicted.applyAsDouble(quantile);
    double deviation = SIGMAS * Math.sqrt(quantile * (1 - quantile) / sample);
    double below = exact - predicted.applyAsDouble(Math.max(0, quantile - deviation));
    double above = predicted.applyAsDouble(Math.min(1, quantile + deviation)) - exact;
    return Finding.between(NAME, what + " p" + Finding.plain(quantile * 100), Finding.plain(published), exact,
        measured.applyAsDouble(quantile),
        published * (1 - TOLERANCES[i]) - below, published * (1 + TOLERANCES[i]) + above, sample);
  }
}
