package io.ringside.repair;

import io.ringside.merkle.TreeId;
import io.ringside.message.RepairReport;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** What differs between this node's trees and one other owner's, since when, and how fast it becomes less. Not thread-safe. */
final class Divergence {
  /*
   * Under load some tree always differs: a write is on its way. So a tree counts as differing from the comparison that says so to
   * the one that finds it equal, but as diverged only once a record of it was still not the same at the second look, or could not
   * be looked at. A divergence lasts from when the first tree of it was found to differ until no diverged tree is left.
   */
  /** A rate of fewer keys than this is none. */
  private static final int LEAST_FOR_RATE = 10;

  private final SortedMap<TreeId, OfTree> trees = new TreeMap<>();
  private OptionalLong sinceMillis = OptionalLong.empty();
  private OptionalLong tookMillis = OptionalLong.empty();
  private long repairedKeys;
  private long repairedBytes;
  private long settlingSinceMillis;
  private int settled;
  private boolean settling;

  /** What is known of one tree. */
  private static final class OfTree {
    private final long sinceMillis;
    private long keys;
    private long bytes;
    private boolean counted;
    private boolean diverged;

    OfTree(long sinceMillis) {
      this.sinceMillis = sinceMillis;
    }
  }

  /** A divergence that is over: it lasted so long, and so much of it this node has repaired. */
  record Over(long tookMillis, long keys, long bytes) {}

  /** A comparison of roots says so. */
  void differs(TreeId tree, long nowMillis) {
    trees.computeIfAbsent(tree, first -> new OfTree(nowMillis)).counted = false;
  }

  /**
   * In so many records, which have so many bytes.
   *
   * @param all whether there are no more of them
   */
  void found(TreeId tree, long keys, long bytes, boolean all) {
    OfTree known = trees.get(tree);
    if (known != null) {
      known.keys = keys;
      known.bytes = bytes;
      known.counted = all;
    }
  }

  /** From now until {@link #settled} the records that differ are looked at again. */
  void settling(long nowMillis) {
    settling = true;
    settlingSinceMillis = nowMillis;
    settled = 0;
  }

  /** One of them is equal now. */
  void equal(TreeId tree, long bytes, boolean wasRepaired) {
    settled++;
    OfTree known = trees.get(tree);
    if (known == null) {
      return;
    }
    known.keys = Math.max(0, known.keys - 1);
    known.bytes = Math.max(0, known.bytes - bytes);
    if (wasRepaired) {
      diverged(tree);
      repairedKeys++;
      repairedBytes += bytes;
    }
  }

  /** It is not only a write on its way. */
  void diverged(TreeId tree) {
    OfTree known = trees.get(tree);
    if (known != null) {
      known.diverged = true;
      sinceMillis = OptionalLong.of(Math.min(sinceMillis.orElse(Long.MAX_VALUE), known.sinceMillis));
    }
  }

  void settled() {
    settling = false;
  }

  /** A comparison of roots found these equal; if that was the end of a divergence, it is told. */
  Optional<Over> equal(Collection<TreeId> equal, long nowMillis) {
    equal.forEach(trees::remove);
    if (sinceMillis.isEmpty() || trees.values().stream().anyMatch(tree -> tree.diverged)) {
      return Optional.empty();
    }
    var over = new Over(nowMillis - sinceMillis.getAsLong(), repairedKeys, repairedBytes);
    tookMillis = OptionalLong.of(over.tookMillis());
    sinceMillis = OptionalLong.empty();
    repairedKeys = 0;
    repairedBytes = 0;
    return Optional.of(over);
  }

  RepairReport.Difference report(long nowMillis) {
    long keys = trees.values().stream().mapToLong(tree -> tree.keys).sum();
    long bytes = trees.values().stream().mapToLong(tree -> tree.bytes).sum();
    OptionalLong openMillis = sinceMillis.isEmpty() ? sinceMillis : OptionalLong.of(nowMillis - sinceMillis.getAsLong());
    return new RepairReport.Difference(trees.size(), keys, bytes, openMillis, leftMillis(keys, nowMillis), tookMillis);
  }

  /** What is not counted yet, or was too much to be counted, takes nobody knows how long. */
  private OptionalLong leftMillis(long keys, long nowMillis) {
    if (!settling || settled < LEAST_FOR_RATE || trees.values().stream().anyMatch(tree -> !tree.counted)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(keys * (nowMillis - settlingSinceMillis) / settled);
  }
}
