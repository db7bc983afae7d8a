package io.ringside.ring;

/** Repairs a layout by swapping owners. Deterministic: ties go to the lowest numbers. */
final class Search {
  /** Rounds without a better layout before giving up. */
  private static final int PATIENCE = 40;
  /** Rounds during which a swapped partition stays as it is. */
  private static final int TENURE = 7;

  private final Layout layout;
  private final int[] restsUntil;
  private int round = 1;

  private Search(Layout layout) {
    this.layout = layout;
    this.restsUntil = new int[layout.partitions()];
  }

  static void improve(Layout layout) {
    new Search(layout).repairClashes();
    new Search(layout).undoMoves();
  }

  private void repairClashes() {
    long cost = layout.cost();
    long best = cost;
    int[] kept = layout.owners();
    for (int idle = 0; idle < PATIENCE && Layout.isClash(best); idle++, round++) {
      long change = swapBest(cost, best);
      cost += change;
      if (cost < best) {
        best = cost;
        kept = layout.owners();
        idle = 0;
      }
    }
    layout.arrange(kept);
  }

  private long swapBest(long cost, long best) {
    int from = -1;
    int to = -1;
    long lowest = Long.MAX_VALUE;
    for (int one = 0; one < layout.partitions(); one++) {
      if (!layout.clashes(one)) {
        continue;
      }
      for (int other = 0; other < layout.partitions(); other++) {
        if (layout.ownerOf(one) == layout.ownerOf(other)) {
          continue;
        }
        long change = layout.swapping(one, other);
        boolean resting = restsUntil[one] > round || restsUntil[other] > round;
        if (change < lowest && (!resting || cost + change < best)) {
          lowest = change;
          from = one;
          to = other;
        }
      }
    }
    if (from < 0) {
      return 0;
    }
    layout.swap(from, to);
    restsUntil[from] = round + TENURE;
    restsUntil[to] = round + TENURE;
    return lowest;
  }

  private void undoMoves() {
    for (int one = 0; one < layout.partitions(); one++) {
      for (int other = 0; other < layout.partitions() && layout.moved(one); other++) {
        if (layout.ownerOf(other) == layout.ownerBefore(one) && layout.swapping(one, other) < 0) {
          layout.swap(one, other);
        }
      }
    }
  }
}
