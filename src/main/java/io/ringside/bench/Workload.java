package io.ringside.bench;

import java.time.Duration;

/**
 * What a benchmark does. Immutable.
 *
 * @param clients each has one operation under way at a time, so this bounds the concurrency
 * @param keys how many there are; each belongs to one client, who alone writes it and always over its last write: no siblings
 * @param readPercent the others are updates
 */
public record Workload(int clients, int keys, int readPercent, int valueBytes, Duration warmUp, Duration measured) {
  public Workload {
    if (clients < 1 || keys < clients) {
      throw new IllegalArgumentException("Each client needs a key of its own: clients=" + clients + ", keys=" + keys);
    }
    if (readPercent < 0 || readPercent > 100) {
      throw new IllegalArgumentException("A percentage is 0 to 100, not " + readPercent);
    }
    if (valueBytes < 0 || measured.isNegative() || measured.isZero() || warmUp.isNegative()) {
      throw new IllegalArgumentException("Sizes and times are positive: " + valueBytes + " bytes, " + warmUp + ", " + measured);
    }
  }
}
