package io.ringside.coordination;

/**
 * Limits extra reads to a share of all reads, so that a slow cluster is not asked twice as much. Not safe for more than one
 * thread.
 */
final class HedgeBudget {
  /** Saved up at most, so that a quiet hour does not pay for a storm. */
  private static final int MAX_SAVED = 10;

  private static final int WHOLE = 100;

  private final int percent;
  private int hundredths = MAX_SAVED * WHOLE / 2;

  HedgeBudget(int percent) {
    this.percent = percent;
  }

  /** Each read earns its share of an extra one. */
  void earn() {
    hundredths = Math.min(MAX_SAVED * WHOLE, hundredths + percent);
  }

  /** True if an extra read may be made now; it is paid for then. */
  boolean spend() {
    if (percent == 0 || hundredths < WHOLE) {
      return false;
    }
    hundredths -= WHOLE;
    return true;
  }
}
