package io.ringside.repair;

import io.ringside.NodeId;
import io.ringside.merkle.TreeId;
import io.ringside.message.RepairReport;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** When each tree was last found equal to each other owner's. Not safe for more than one thread. */
final class Verified {
  private record Pair(NodeId peer, TreeId tree) implements Comparable<Pair> {
    private static final Comparator<Pair> ORDER = Comparator.comparing(Pair::peer).thenComparing(Pair::tree);

    @Override
    public int compareTo(Pair other) {
      return ORDER.compare(this, other);
    }
  }

  private final SortedMap<Pair, Long> atMillis = new TreeMap<>();
  private final SortedMap<Pair, Integer> differing = new TreeMap<>();
  private final long sinceMillis;
  private final int pairs;

  /** @param sinceMillis when this node began to compare, at which nothing was known to be equal */
  Verified(Forest forest, long sinceMillis) {
    this.sinceMillis = sinceMillis;
    this.pairs = forest.peers().stream().mapToInt(peer -> forest.sharedWith(peer).size()).sum();
  }

  void equal(NodeId peer, TreeId tree, long nowMillis) {
    var pair = new Pair(peer, tree);
    atMillis.put(pair, nowMillis);
    differing.remove(pair);
  }

  /** Until it is found equal. */
  void differs(NodeId peer, TreeId tree) {
    differing.putIfAbsent(new Pair(peer, tree), 0);
  }

  /** In so many records, when it was looked into. */
  void found(NodeId peer, TreeId tree, int keys) {
    differing.computeIfPresent(new Pair(peer, tree), (pair, before) -> keys);
  }

  /** True once every tree was found equal to that of every other owner, each at some time. */
  boolean all() {
    return atMillis.size() == pairs;
  }

  /** What is known of each other owner, in order. */
  List<RepairReport.Peer> report(Forest forest, long nowMillis) {
    return forest.peers().stream().map(peer -> report(peer, forest.sharedWith(peer), nowMillis)).toList();
  }

  private RepairReport.Peer report(NodeId peer, SortedSet<TreeId> trees, long nowMillis) {
    int verified = 0;
    long oldest = nowMillis;
    int unequal = 0;
    long keys = 0;
    for (TreeId tree : trees) {
      var pair = new Pair(peer, tree);
      verified += atMillis.containsKey(pair) ? 1 : 0;
      oldest = Math.min(oldest, atMillis.getOrDefault(pair, sinceMillis));
      unequal += differing.containsKey(pair) ? 1 : 0;
      keys += differing.getOrDefault(pair, 0);
    }
    return new RepairReport.Peer(peer, trees.size(), verified, nowMillis - oldest, unequal, keys);
  }
}
