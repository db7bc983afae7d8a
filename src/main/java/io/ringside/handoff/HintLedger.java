package io.ringside.handoff;

import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.message.HintCounts;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many hints a node keeps for whom, how many bytes they take, and what became of others. Not safe for more than one thread. */
final class HintLedger {
  private final TreeMap<NodeId, Long> pending = new TreeMap<>();
  private final TreeMap<NodeId, Long> misplaced = new TreeMap<>();
  private final TreeMap<Integer, Long> byPartition = new TreeMap<>();
  private final TreeMap<String, Long> dropped = new TreeMap<>();
  private long found;
  private long created;
  private long delivered;
  private long rerouted;
  private long outdated;
  private long bytes;

  /** @param itsOwner whether the target is still an owner of the hint's key */
  void found(NodeId target, int partition, long sizeBytes, boolean itsOwner) {
    found++;
    added(target, partition, sizeBytes);
    if (!itsOwner) {
      misplaced.merge(target, 1L, Long::sum);
    }
  }

  void created(NodeId target, int partition, long sizeBytes) {
    created++;
    added(target, partition, sizeBytes);
  }

  private void added(NodeId target, int partition, long sizeBytes) {
    pending.merge(target, 1L, Long::sum);
    byPartition.merge(partition, 1L, Long::sum);
    bytes += sizeBytes;
  }

  void grown(long moreBytes) {
    bytes += moreBytes;
  }

  void delivered(NodeId target, int partition, long sizeBytes) {
    delivered++;
    removed(target, partition, sizeBytes);
  }

  void rerouted(NodeId target, int partition, long sizeBytes) {
    rerouted++;
    decrement(misplaced, target);
    removed(target, partition, sizeBytes);
  }

  /**
   * It was there, and is not any more, though it was not delivered.
   *
   * @param itsOwner whether the target is still an owner of the hint's key
   */
  void outdated(NodeId target, int partition, long sizeBytes, boolean itsOwner) {
    outdated++;
    if (!itsOwner) {
      decrement(misplaced, target);
    }
    dropped(Event.HintDropped.OUTDATED);
    removed(target, partition, sizeBytes);
  }

  private void removed(NodeId target, int partition, long sizeBytes) {
    decrement(pending, target);
    decrement(byPartition, partition);
    bytes -= sizeBytes;
  }

  private static <K> void decrement(TreeMap<K, Long> counts, K name) {
    counts.computeIfPresent(name, (same, old) -> old == 1 ? null : old - 1);
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

  /** Whether some hint is of a key in this partition. */
  boolean has(int partition) {
    return byPartition.containsKey(partition);
  }

  HintCounts counts() {
    return new HintCounts(found, created, delivered, rerouted, dropped);
  }

  long count() {
    return found + created - delivered - rerouted - outdated;
  }

  long bytes() {
    return bytes;
  }
}
