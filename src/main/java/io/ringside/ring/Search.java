package io.ringside.ring;

/** Repairs a layout by exchanging owners, a little at a time. Deterministic: ties go to the lowest numbers. */
final class Search {
  /*
   * A tabu search. Each round takes up to WIDTH clashing partitions and applies the best exchange that involves one of
   * them, even if it makes things worse; the partitions it touched then rest, so that it is not undone at once and the
   * search climbs out of local minima. The best layout seen is kept. Last, exchanges that only save moves are made.
   */

  /** Clashing partitions looked at in one round. More find a better exchange, and take longer. */
  private static final int WIDTH = 12;
  /** Rounds without a better layout before giving up. More repair more, and cost most where nothing can be repaired. */
  private static final int PATIENCE = 200;
  /** Rounds during which an exchanged partition rests. */
  private static final int TENURE = 12;

  private final Layout layout;
  private final int[] restsUntil;
  private int round = 1;
  private Exchange picked = Exchange.NONE;

  private Search(Layout layout) {
    this.layout = layout;
    this.restsUntil = new int[layout.partitions()];
  }

  static void improve(Layout layout) {
    var search = new Search(layout);
    search.repairClashes();
    search.saveMoves();
  }

  private void repairClashes() {
    long cost = layout.cost();
    long best = cost;
    int[] kept = layout.owners();
    int start = 0;
    for (int idle = 0; idle < PATIENCE && Layout.isClash(best); idle++, round++) {
      picked = Exchange.NONE;
      start = lookAround(start, best - cost);
      cost += makeExchange();
      if (cost < best) {
        best = cost;
        kept = layout.owners();
        idle = 0;
      }
    }
    layout.arrange(kept);
  }

  /** Considers the next few clashing partitions; returns where the next round starts. */
  private int lookAround(int start, long record) {
    int looked = 0;
    for (int i = 0; i < layout.partitions(); i++) {
      int partition = (start + i) % layout.partitions();
      if (layout.clashes(partition)) {
        considerAll(partition, record);
        if (++looked == WIDTH) {
          return (partition + 1) % layout.partitions();
        }
      }
    }
    return start;
  }

  private void saveMoves() {
    for (int partition = 0; partition < layout.partitions(); partition++) {
      if (layout.moved(partition)) {
        round += TENURE;
        picked = Exchange.NONE;
        considerAll(partition, 0);
        if (picked.change < 0) {
          makeExchange();
        }
      }
    }
  }

  /** All that can be done about a partition: give it to another node, swap it, or send it home and take another. */
  private void considerAll(int partition, long record) {
    int owner = layout.ownerOf(partition);
    for (int node = 0; node < layout.nodes() && layout.canGive(owner); node++) {
      if (node != owner && layout.canGet(node)) {
        consider(partition, node, partition, node, record);
      }
    }
    int home = layout.ownerBefore(partition);
    boolean canGoHome = home != Layout.NOBODY && home != owner && layout.canGet(home);
    for (int other = 0; other < layout.partitions(); other++) {
      int theirs = layout.ownerOf(other);
      if (theirs == owner) {
        continue;
      }
      consider(partition, theirs, other, owner, record);
      if (canGoHome && theirs != home && layout.canGive(theirs)) {
        consider(partition, home, other, owner, record);
      }
    }
  }

  /** A resting partition is left alone, unless touching it gives a better layout than any before. */
  private void consider(int one, int to, int other, int otherTo, long record) {
    long change = layout.changing(one, to, other, otherTo);
    boolean rests = restsUntil[one] > round || restsUntil[other] > round;
    if (change < picked.change && (!rests || change < record)) {
      picked = new Exchange(one, to, other, otherTo, change);
    }
  }

  private long makeExchange() {
    if (picked == Exchange.NONE) {
      return 0;
    }
    layout.give(picked.one, picked.to);
    layout.give(picked.other, picked.otherTo);
    restsUntil[picked.one] = round + TENURE;
    restsUntil[picked.other] = round + TENURE;
    return picked.change;
  }

  /** New owners for two partitions (or one, named twice), and by how much that changes the cost. */
  private record Exchange(int one, int to, int other, int otherTo, long change) {
    static final Exchange NONE = new Exchange(-1, -1, -1, -1, Long.MAX_VALUE);
  }
}
