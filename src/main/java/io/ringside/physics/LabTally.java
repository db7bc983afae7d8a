package io.ringside.physics;

import io.ringside.http.QuorumLab;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** What the runs of one question amount to so far. Not safe for more than one thread. */
final class LabTally {
  private static final double MICROS_PER_MILLI = 1000;
  private static final int DIGITS = 3;

  /** Of the normal distribution: 95 of 100 lie so many deviations around the middle. */
  private static final double DEVIATIONS = 1.959964;

  private final List<Double> timesMillis;
  private final long[] current;
  private final Histogram readMicros = new Histogram(DIGITS);
  private final Histogram writeMicros = new Histogram(DIGITS);
  private long runs;

  LabTally(List<Double> timesMillis) {
    this.timesMillis = List.copyOf(timesMillis);
    this.current = new long[timesMillis.size()];
  }

  void add(LabRun run) {
    runs++;
    run.times().forEach(t -> current[t] += run.current(t));
    run.readMicros().forEach(readMicros::recordValue);
    run.writeMicros().forEach(writeMicros::recordValue);
  }

  QuorumLab.Progress progress(List<LabRun> more) {
    long reads = writeMicros.getTotalCount();
    return new QuorumLab.Progress(
        more.stream().map(run -> new QuorumLab.Run(run.seed(), run.hash(), run.stale())).toList(), runs,
        IntStream.range(0, current.length).mapToObj(t -> count(timesMillis.get(t), current[t], reads)).toList(),
        waits(readMicros), waits(writeMicros));
  }

  /** Wilson's interval, which is right for shares near 0 and 1, too, where the usual one has no width. */
  static QuorumLab.Count count(double afterMillis, long current, long reads) {
    double share = (double) current / reads;
    double square = DEVIATIONS * DEVIATIONS / reads;
    double middle = (share + square / 2) / (1 + square);
    double half = DEVIATIONS * Math.sqrt(share * (1 - share) / reads + square / (4 * reads)) / (1 + square);
    return new QuorumLab.Count(afterMillis, current, reads, Math.max(0, middle - half), Math.min(1, middle + half));
  }

  private static QuorumLab.Waits waits(Histogram micros) {
    return new QuorumLab.Waits(at(micros, 50), at(micros, 99), at(micros, 99.9));
  }

  private static double at(Histogram micros, double percent) {
    return micros.getValueAtPercentile(percent) / MICROS_PER_MILLI;
  }
}
