package io.ringside.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What a benchmark measured. Times are in microseconds.
 *
 * @param failures operations that failed; their times are among the others
 */
public record Measured(Duration took, Histogram reads, Histogram updates, long failures) {
  private static final double NANOS = 1e9;

  public double operationsPerSecond() {
    return (reads.getTotalCount() + updates.getTotalCount()) / (took.toNanos() / NANOS);
  }
}
