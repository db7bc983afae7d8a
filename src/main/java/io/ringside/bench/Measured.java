package io.ringside.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What a benchmark measured. Times are in microseconds.
 *
 * @param failures operations that failed; their times are among the others
 */
public record Measured(Duration took, Histogram reads, Histogram updates, long failures) {}
