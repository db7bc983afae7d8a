package io.ringside.physics;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One model of delays and one pair of quorums, and what was published of it.
 *
 * @param timesMillis after the commit, at which a read is issued
 * @param published the percentage of current reads at each time, not a number where nobody has said; or none at all
 */
record Experiment(Model model, Quorums quorums, List<Double> timesMillis, List<Double> published) {
  Experiment {
    timesMillis = List.copyOf(timesMillis);
    published = List.copyOf(published);
    if (!published.isEmpty() && published.size() != timesMillis.size()) {
      throw new IllegalArgumentException(timesMillis.size() + " times, but " + published.size() + " published values");
    }
  }

  /** Both sides of one experiment: what the model says and what the nodes did. */
  record Outcome(Experiment experiment, Wars predicted, StaleReads measured) {
    List<Finding> findings(String law) {
      return IntStream.range(0, experiment.timesMillis.size()).mapToObj(i -> {
        double time = experiment.timesMillis.get(i);
        double published = experiment.published.isEmpty() ? Double.NaN : experiment.published.get(i);
      if (experiment.quorums.overlap()) {
        return Finding.exact(law, experiment.name() + " t=" + Finding.plain(time), 100.0, 100 * measured.consistentAt(i),
            measured.sample());
      }
        return Finding.percentage(law, experiment.name() + " t=" + Finding.plain(time), published,
            100 * predicted.consistentAt(time), 100 * measured.consistentAt(i), measured.sample());
      }).toList();
    }

    /** The root of the mean squared difference over all times from 1 ms on, in percentage points. */
    double rootMeanSquare() {
      return 100 * Math.sqrt(afterCommit().mapToDouble(i -> {
        double difference = measured.consistentAt(i) - predicted.consistentAt(experiment.timesMillis.get(i));
        return difference * difference;
      }).average().orElse(0));
    }

    /** What the sample alone would make of it, in percentage points, if the two agreed wholly. */
    double expectedRootMeanSquare() {
      return 100 * Math.sqrt(afterCommit().mapToDouble(i -> {
        double share = predicted.consistentAt(experiment.timesMillis.get(i));
        return share * (1 - share) / measured.sample();
      }).average().orElse(0));
    }

    private IntStream afterCommit() {
      return IntStream.range(0, experiment.timesMillis.size()).filter(i -> experiment.timesMillis.get(i) > 0);
    }

    Plot plot() {
      List<Double> times = experiment.timesMillis;
      double last = Math.max(1, times.get(times.size() - 1));
      List<Plot.Point> line = IntStream.rangeClosed(0, Plot.STEPS)
          .mapToObj(i -> last * i / Plot.STEPS)
          .map(t -> new Plot.Point(t, 100 * predicted.consistentAt(t))).toList();
      List<Plot.Point> dots = IntStream.range(0, times.size())
          .mapToObj(i -> new Plot.Point(times.get(i), 100 * measured.consistentAt(i))).toList();
      String title = "Reads that see the write: " + experiment.name();
      return new Plot(experiment.name().replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(Locale.ROOT), title,
          "milliseconds between the commit and the read", "percent", line, dots,
          "predicted by WARS", "measured, " + measured.sample() + " reads per dot");
    }
  }

  String name() {
    return model.name() + " " + quorums;
  }

  Outcome run(Effort effort, int writes) {
    effort.tell(name() + ": " + writes + " writes, " + (long) writes * timesMillis.size() + " reads");
    Wars predicted = Wars.predict(model, quorums, effort.predictions(), effort.random("predict " + name()));
    refuseIfTooSlow("a read", predicted.readMillis(1));
    refuseIfTooSlow("a write", predicted.writeMillis(1));
    double[] times = timesMillis.stream().mapToDouble(Double::doubleValue).toArray();
    try {
      StaleReads measured = StaleReads.measure(model, quorums, times, writes, effort.random("measure " + name()).nextLong());
      return new Outcome(this, predicted, measured);
    } catch (QuorumWorld.NotEnded tooSlow) {
      throw tooSlow("an operation", QuorumWorld.LIMIT_MILLIS);
    }
  }

  private void refuseIfTooSlow(String what, double millis) {
    if (millis > QuorumWorld.LIMIT_MILLIS / 2.0) {
      throw tooSlow(what, millis);
    }
  }

  private IllegalArgumentException tooSlow(String what, double millis) {
    return new IllegalArgumentException(name() + ": " + what + " takes " + (long) millis
        + " ms or more, and no coordinator waits longer than " + QuorumWorld.LIMIT_MILLIS);
  }
}
