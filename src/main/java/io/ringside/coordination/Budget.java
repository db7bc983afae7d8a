package io.ringside.coordination;

/**
 * Limits extra work to a share of all reads, so that a cluster in trouble is not given more to do than it has. Not safe for more
 * than one thread.
 */
final class Budget {
  private static final int WHOLE = 100;

  private final int percent;
  private final long mostHundredths;
  private long hundredths;

  /**
   * @param percent how much extra work a hundred reads pay for; 0 for none at all
   * @param most saved up at most, so that a quiet hour does not pay for a storm
   * @param first saved up at the beginning
   */
  Budget(int percent, int most, int first) {
    this.percent = percent;
    this.mostHundredths = (long) most * WHOLE;
    this.hundredths = (long) first * WHOLE;
  }

  /** Each read earns its share. */
  void earn() {
    hundredths = Math.min(mostHundredths, hundredths + percent);
  }

  /** True if one piece of extra work may be done now; it is paid for then. */
  boolean spend() {
    if (percent == 0 || hundredths < WHOLE) {
      return false;
    }
    hundredths -= WHOLE;
    return true;
  }
}
