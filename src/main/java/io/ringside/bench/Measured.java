package io.ringside.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What a benchmark measured. Times are in microseconds.
 *
 * @param processor time that this JVM, nodes and clients alike, has had of it meanwhile
 * @param failures operations that failed; their times are among the others
 */
public record Measured(Duration took, Duration processor, Histogram reads, Histogram updates, long failures) {}
