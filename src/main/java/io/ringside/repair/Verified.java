package io.ringside.repair;

import io.ringside.NodeId;
import io.ringside.merkle.TreeId;
import java.util.Comparator;
import java.util.SortedMap;
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
  private final long sinceMillis;
  private final int pairs;

  /** @param sinceMillis when this node began to compare, at which nothing was known to be equal */
  Verified(Forest forest, long sinceMillis) {
    this.sinceMillis = sinceMillis;
    this.pairs = forest.peers().stream().mapToInt(peer -> forest.sharedWith(peer).size()).sum();
  }

  void equal(NodeId peer, TreeId tree, long nowMillis) {
    atMillis.put(new Pair(peer, tree), nowMillis);
  }

  /** True once every tree was found equal to that of every other owner, each at some time. */
  boolean all() {
    return atMillis.size() == pairs;
  }

  /** How long ago the pair was compared whose turn is the longest ago; counted from the beginning for those never found equal. */
  long oldestAgeMillis(long nowMillis) {
    long oldest = atMillis.size() < pairs ? sinceMillis
        : atMillis.values().stream().mapToLong(Long::longValue).min().orElse(nowMillis);
    return nowMillis - oldest;
  }
}
