package io.ringside.coordination;

/**
 * How one node has dealt with data calls in the last seconds, as one coordinator saw it: how many went well, how many badly, how
 * long the answers took. Knows no clock. Not safe for more than one thread.
 */
final class Conduct {
  /** Older calls are forgotten. */
  static final int SECONDS = 5;

  /** So many bad calls make a node suspicious, at the least. */
  static final int LEAST_BAD = 5;

  /** One bad call in so many is too much. */
  static final int MOST_CALLS_PER_BAD = 4;

  /** And they must go on for so long: a crash is gossip's affair, and a hiccup nobody's. */
  static final long LEAST_MILLIS = 1_500;

  private static final long MILLIS = 1_000;

  private final Second[] ring = new Second[SECONDS];

  /** What happened in one second. The ring's places are used again. */
  private static final class Second {
    private final long number;
    private int good;
    private int bad;
    private int answered;
    private long tookMillis;
    private long firstBadMillis;
    private long lastBadMillis;

    private Second(long number) {
      this.number = number;
    }

    private void countBad(long nowMillis) {
      firstBadMillis = bad == 0 ? nowMillis : firstBadMillis;
      lastBadMillis = nowMillis;
      bad++;
    }
  }

  /** An answer came, too late for what is usual or not. */
  void answered(long nowMillis, long tookMillis, boolean slow) {
    Second second = at(nowMillis);
    second.answered++;
    second.tookMillis += tookMillis;
    if (slow) {
      second.countBad(nowMillis);
    } else {
      second.good++;
    }
  }

  /** Nothing came, or a “cannot now”. */
  void failed(long nowMillis) {
    at(nowMillis).countBad(nowMillis);
  }

  /** Enough went badly, for long enough. */
  boolean isBad(long nowMillis) {
    int good = 0;
    int bad = 0;
    long firstBad = Long.MAX_VALUE;
    long lastBad = Long.MIN_VALUE;
    for (Second second : ring) {
      if (isRecent(second, nowMillis)) {
        good += second.good;
        bad += second.bad;
        firstBad = second.bad > 0 ? Math.min(firstBad, second.firstBadMillis) : firstBad;
        lastBad = second.bad > 0 ? Math.max(lastBad, second.lastBadMillis) : lastBad;
      }
    }
    return bad >= LEAST_BAD && MOST_CALLS_PER_BAD * bad >= good + bad && lastBad - firstBad >= LEAST_MILLIS;
  }

  /** How long its answers took in the mean; −1 if there were too few to tell. */
  double meanMillis(long nowMillis) {
    int answered = 0;
    long took = 0;
    for (Second second : ring) {
      if (isRecent(second, nowMillis)) {
        answered += second.answered;
        took += second.tookMillis;
      }
    }
    return answered < LEAST_BAD ? -1 : (double) took / answered;
  }

  private Second at(long nowMillis) {
    long number = nowMillis / MILLIS;
    int place = (int) (number % SECONDS);
    if (ring[place] == null || ring[place].number != number) {
      ring[place] = new Second(number);
    }
    return ring[place];
  }

  private static boolean isRecent(Second second, long nowMillis) {
    return second != null && second.number > nowMillis / MILLIS - SECONDS;
  }
}
