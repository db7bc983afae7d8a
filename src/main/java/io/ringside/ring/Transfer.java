package io.ringside.ring;

/** Brings every node to its quota by moving as few partitions as possible, each to where it clashes least. */
final class Transfer {
  private Transfer() {}

  static void settle(Layout layout) {
    for (int receiver = neediest(layout); receiver >= 0; receiver = neediest(layout)) {
      layout.give(bestFor(receiver, layout), receiver);
    }
  }

  /** The node that lacks most, or -1 if none does. Equals take turns, so that none gets only what others left. */
  private static int neediest(Layout layout) {
    int neediest = -1;
    int most = 0;
    for (int node = 0; node < layout.nodes(); node++) {
      int lacking = layout.quota.target()[node] - layout.load[node];
      if (lacking > most) {
        most = lacking;
        neediest = node;
      }
    }
    return neediest;
  }

  private static int bestFor(int receiver, Layout layout) {
    int best = -1;
    long lowest = Long.MAX_VALUE;
    for (int partition = 0; partition < layout.partitions(); partition++) {
      if (spare(partition, layout)) {
        long cost = layout.costIf(partition, receiver) - layout.costAt(partition);
        long crowding = crowding(partition, receiver, layout);
        if (cost * layout.partitions() + crowding < lowest) {
          lowest = cost * layout.partitions() + crowding;
          best = partition;
        }
      }
    }
    return best;
  }

  private static boolean spare(int partition, Layout layout) {
    int owner = layout.ownerOf(partition);
    return owner == Layout.NOBODY || layout.load[owner] > layout.quota.target()[owner];
  }

  /** How much closer than the even distance the receiver's next partition is, on either side. */
  private static long crowding(int partition, int receiver, Layout layout) {
    int even = layout.partitions() / Math.max(1, layout.quota.target()[receiver]);
    for (int distance = 1; distance < even; distance++) {
      if (layout.ownerOf(Math.floorMod(partition + distance, layout.partitions())) == receiver
          || layout.ownerOf(Math.floorMod(partition - distance, layout.partitions())) == receiver) {
        return even - distance;
      }
    }
    return 0;
  }
}
