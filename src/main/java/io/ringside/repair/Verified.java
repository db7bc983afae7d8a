package io.ringside.repair;

import io.ringside.NodeId;
import io.ringside.merkle.TreeId;
import io.ringside.message.RepairReport;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** When each tree was last found equal to each other owner's. Not safe for more than one thread. */
final class Verified {
  private final SortedMap<NodeId, OfPeer> peers = new TreeMap<>();
  private final long sinceMillis;
  private final int pairs;

  /** What is known of one other owner. */
  private static final class OfPeer {
    private final SortedMap<TreeId, Long> atMillis = new TreeMap<>();
    private final SortedMap<TreeId, Integer> differing = new TreeMap<>();
  }

  /** @param sinceMillis when this node began to compare, at which nothing was known to be equal */
  Verified(Forest forest, long sinceMillis) {
    this.sinceMillis = sinceMillis;
    forest.peers().forEach(peer -> peers.put(peer, new OfPeer()));
    this.pairs = forest.peers().stream().mapToInt(peer -> forest.sharedWith(peer).size()).sum();
  }

  /** Each of these. */
  void equal(NodeId peer, Collection<TreeId> trees, long nowMillis) {
    OfPeer known = peers.get(peer);
    Long now = nowMillis;
    trees.forEach(tree -> known.atMillis.put(tree, now));
    trees.forEach(known.differing::remove);
  }

  /** Until it is found equal. */
  void differs(NodeId peer, TreeId tree) {
    peers.get(peer).differing.putIfAbsent(tree, 0);
  }

  /** In so many records, when it was looked into. */
  void found(NodeId peer, TreeId tree, int keys) {
    peers.get(peer).differing.computeIfPresent(tree, (same, before) -> keys);
  }

  /** True once every tree was found equal to that of every other owner, each at some time. */
  boolean all() {
    return peers.values().stream().mapToInt(known -> known.atMillis.size()).sum() == pairs;
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
    OfPeer known = peers.get(peer);
    for (TreeId tree : trees) {
      verified += known.atMillis.containsKey(tree) ? 1 : 0;
      oldest = Math.min(oldest, known.atMillis.getOrDefault(tree, sinceMillis));
      unequal += known.differing.containsKey(tree) ? 1 : 0;
      keys += known.differing.getOrDefault(tree, 0);
    }
    return new RepairReport.Peer(peer, trees.size(), verified, nowMillis - oldest, unequal, keys);
  }
}
