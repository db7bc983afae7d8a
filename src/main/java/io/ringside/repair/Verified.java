package io.ringside.repair;

import io.ringside.NodeId;
import io.ringside.merkle.TreeId;
import io.ringside.message.RepairReport;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
    private final Divergence divergence = new Divergence();
  }

  /** @param sinceMillis when this node began to compare, at which nothing was known to be equal */
  Verified(Forest forest, long sinceMillis) {
    this.sinceMillis = sinceMillis;
    forest.peers().forEach(peer -> peers.put(peer, new OfPeer()));
    this.pairs = forest.peers().stream().mapToInt(peer -> forest.sharedWith(peer).size()).sum();
  }

  /** Each of these; if that was the end of a divergence, it is told. */
  Optional<Divergence.Over> equal(NodeId peer, Collection<TreeId> trees, long nowMillis) {
    OfPeer known = peers.get(peer);
    Long now = nowMillis;
    trees.forEach(tree -> known.atMillis.put(tree, now));
    return known.divergence.equal(trees, nowMillis);
  }

  /** What differs from another owner's. */
  Divergence from(NodeId peer) {
    return peers.get(peer).divergence;
  }

  /** For how long it has not been found equal. */
  long unverifiedMillis(NodeId peer, TreeId tree, long nowMillis) {
    return nowMillis - peers.get(peer).atMillis.getOrDefault(tree, sinceMillis);
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
    long oldestMillis = trees.stream().mapToLong(tree -> unverifiedMillis(peer, tree, nowMillis)).max().orElse(0);
    OfPeer known = peers.get(peer);
    return new RepairReport.Peer(
        peer, trees.size(), known.atMillis.size(), oldestMillis, known.divergence.report(nowMillis));
  }
}
