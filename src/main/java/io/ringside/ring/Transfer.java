package io.ringside.ring;

import java.util.stream.IntStream;

/** Brings every node to its quota by moving as few partitions as possible, each to where it clashes least. */
final class Transfer {
  /*
   * Partitions without an owner and those beyond an owner's most have to go; nodes below their least have to get. When
   * more must go than must be got, any node below its most may get one; when fewer, any node above its least may give
   * one. So the number of transfers is the smallest there is, and who ends one higher is decided by where clashes are.
   */
  private final Layout layout;
  private final int[] least;
  private final int[] most;

  private Transfer(Layout layout) {
    this.layout = layout;
    this.least = layout.quota.least();
    this.most = layout.quota.most();
  }

  static void settle(Layout layout) {
    var transfer = new Transfer(layout);
    for (int left = layout.partitions(); left > 0 && transfer.one(); left--) {
      // Each transfer settles one partition for good.
    }
  }

  /** Makes one transfer; false if none is needed. */
  private boolean one() {
    int unowned = layout.partitions() - IntStream.of(layout.load).sum();
    int tooMany = IntStream.range(0, layout.nodes()).map(node -> Math.max(0, layout.load[node] - most[node])).sum();
    int lacking = IntStream.range(0, layout.nodes()).map(node -> Math.max(0, least[node] - layout.load[node])).sum();
    if (unowned + tooMany + lacking == 0) {
      return false;
    }
    boolean[] gives = gives(unowned, tooMany);
    boolean[] gets = gets(unowned + tooMany > lacking);
    moveBest(unowned > 0, gives, gets);
    return true;
  }

  private boolean[] gives(int unowned, int tooMany) {
    int[] keep = tooMany > 0 ? most : least;
    boolean[] gives = new boolean[layout.nodes()];
    for (int node = 0; node < gives.length; node++) {
      gives[node] = unowned == 0 && layout.load[node] > keep[node];
    }
    return gives;
  }

  private boolean[] gets(boolean anyBelowMost) {
    boolean[] gets = new boolean[layout.nodes()];
    for (int node = 0; node < gets.length; node++) {
      gets[node] = layout.load[node] < (anyBelowMost ? most[node] : least[node]);
    }
    return gets;
  }

  private void moveBest(boolean onlyUnowned, boolean[] gives, boolean[] gets) {
    int what = -1;
    int to = -1;
    long lowest = Long.MAX_VALUE;
    for (int partition = 0; partition < layout.partitions(); partition++) {
      int owner = layout.ownerOf(partition);
      if (onlyUnowned ? owner != Layout.NOBODY : !gives[owner]) {
        continue;
      }
      for (int node = 0; node < layout.nodes(); node++) {
        if (gets[node] && node != owner) {
          long cost = cost(partition, node);
          if (cost < lowest) {
            lowest = cost;
            what = partition;
            to = node;
          }
        }
      }
    }
    layout.give(what, to);
  }

  /** Clashes first; then how full the node is already; then how uneven its partitions would lie on the ring. */
  private long cost(int partition, int node) {
    long clashes = (layout.costIf(partition, node) - layout.costAt(partition)) / Layout.ZONE_CLASH;
    int fullness = layout.load[node] - least[node] + layout.partitions();
    return (clashes * 2 * layout.partitions() + fullness) * layout.partitions() + crowding(partition, node);
  }

  /** How much closer than the even distance the node's next partition is, on either side. */
  private int crowding(int partition, int node) {
    int even = layout.partitions() / Math.max(1, most[node]);
    for (int distance = 1; distance < even; distance++) {
      if (layout.ownerOf(Math.floorMod(partition + distance, layout.partitions())) == node
          || layout.ownerOf(Math.floorMod(partition - distance, layout.partitions())) == node) {
        return even - distance;
      }
    }
    return 0;
  }
}
