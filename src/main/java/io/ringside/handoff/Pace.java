package io.ringside.handoff;

import io.ringside.config.HintsConfig;
import java.util.random.RandomGenerator;

/** How fast one target's hints go home. Not safe for more than one thread. */
final class Pace {
  /*
   * Two rests after each batch, of which the longer one counts. One is a share of what the batch took: a target that answers late,
   * since it has just come back or is busy, is offered less. The other keeps the rate. Silence doubles a third one, with jitter, so
   * that those who all keep hints for one node do not come back to it together.
   */
  private static final int MILLION = 1_000_000;
  private static final int MICROS_PER_MILLI = 1000;

  /** No batch is more than what the rate allows in a tenth of a second. */
  private static final int BATCHES_PER_SECOND = 10;

  /** A disk that once stood still, or a target, does not keep hints back for long. */
  private static final long LONGEST_REST_MILLIS = 10_000;

  /** Beyond that no configured limit is left unreached. */
  private static final int MAX_DOUBLINGS = 16;

  private final HintsConfig config;
  private long freeMicros;
  private int silences;

  Pace(HintsConfig config) {
    this.config = config;
  }

  int batch() {
    return Math.min(config.batchLimit(), Math.max(1, config.ratePerSecond() / BATCHES_PER_SECOND));
  }

  /** How long to rest after a batch of so many hints that was taken. */
  long restMillis(long begunMillis, long endedMillis, int hints) {
    silences = 0;
    long shareMillis = Math.min(LONGEST_REST_MILLIS,
        (endedMillis - begunMillis) * (100 - config.dutyPercent()) / config.dutyPercent());
    freeMicros = Math.max(freeMicros, begunMillis * MICROS_PER_MILLI) + (long) hints * MILLION / config.ratePerSecond();
    return Math.max(shareMillis, Math.max(0, freeMicros / MICROS_PER_MILLI - endedMillis));
  }

  /** How long to leave the target alone that did not take what it was offered: twice as long each time, up to a limit. */
  long backOffMillis(RandomGenerator random) {
    long longest = Math.min(config.backOffMillis(), (long) config.deliverPeriodMillis() << Math.min(silences, MAX_DOUBLINGS));
    silences++;
    return longest / 2 + random.nextLong(longest / 2 + 1);
  }
}
