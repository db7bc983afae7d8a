package io.ringside.gossip;

/**
 * How slow this node itself seems to be. Whoever misses answers that others get should doubt itself first, and wait longer. Not
 * safe for more than one thread.
 */
final class LocalHealth {
  /*
   * Lifeguard (Dadgar, Phillips, Currey, 2018), section IV-A. A score from 0, well, to a limit. A probe that was answered lowers
   * it by one; what speaks for a slowness of one's own raises it by one: a silent member while all helpers are silent too, an
   * accusation of oneself. All time limits of probing, and the period, are stretched by 1 + score.
   *
   * In the paper one silent helper is enough, and memberlist adds one for each. But whoever has heard one helper in time is not slow:
   * the others are gone. Counted as in the paper, the small side of a partition took seconds longer to see that it was one.
   */
  private final int limit;
  private int score;

  /** @param limit the highest score; 0 if this node is never to doubt itself */
  LocalHealth(int limit) {
    this.limit = limit;
  }

  void improve() {
    score = Math.max(0, score - 1);
  }

  void worsen() {
    score = Math.min(limit, score + 1);
  }

  int score() {
    return score;
  }

  long stretched(long millis) {
    return millis * (1 + score);
  }
}
