package io.ringside.handoff;

import io.ringside.NodeId;
import io.ringside.message.HintCounts;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many hints a node keeps for whom, how many bytes they take, and what became of others. Not safe for more than one thread. */
final class HintLedger {
  private final TreeMap<NodeId, Long> pending = new TreeMap<>();
  private final TreeMap<NodeId, Long> misplaced = new TreeMap<>();
  private final TreeMap<String, Long> dropped = new TreeMap<>();
  private long found;
  private long created;
  private long delivered;
  private long rerouted;
  private long bytes;

  /** @param itsOwner whether the target is still an owner of the hint's key */
  void found(NodeId target, long sizeBytes, boolean itsOwner) {
    found++;
    added(target, sizeBytes);
    if (!itsOwner) {
      misplaced.merge(target, 1L, Long::sum);
    }
  }

  void created(NodeId target, long sizeBytes) {
    created++;
    added(target, sizeBytes);
  }

  private void added(NodeId target, long sizeBytes) {
    pending.merge(target, 1L, Long::sum);
    bytes += sizeBytes;
  }

  void grown(long moreBytes) {
    bytes += moreBytes;
  }

  void delivered(NodeId target, long sizeBytes) {
    delivered++;
    removed(target, sizeBytes);
  }

  void rerouted(NodeId target, long sizeBytes) {
    rerouted++;
    decrement(misplaced, target);
    removed(target, sizeBytes);
  }

  private void removed(NodeId target, long sizeBytes) {
    decrement(pending, target);
    bytes -= sizeBytes;
  }

  private static void decrement(TreeMap<NodeId, Long> counts, NodeId target) {
    counts.computeIfPresent(target, (node, old) -> old == 1 ? null : old - 1);
  }

  void dropped(String reason) {
    dropped.merge(reason, 1L, Long::sum);
  }

  SortedMap<NodeId, Long> pending() {
    return Collections.unmodifiableSortedMap(pending);
  }

  /** Whether some hint for the target is of a key that it no longer owns. */
  boolean hasMisplaced(NodeId target) {
    return misplaced.containsKey(target);
  }

  HintCounts counts() {
    return new HintCounts(found, created, delivered, rerouted, dropped);
  }

  long count() {
    return found + created - delivered - rerouted;
  }

  long bytes() {
    return bytes;
  }
}
