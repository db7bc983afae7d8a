package io.ringside.handoff;

import io.ringside.NodeId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many hints a node keeps for whom, and how many bytes they take. Not safe for more than one thread. */
final class HintLedger {
  private final TreeMap<NodeId, Long> pending = new TreeMap<>();
  private long count;
  private long bytes;

  void added(NodeId target, long sizeBytes) {
    pending.merge(target, 1L, Long::sum);
    count++;
    bytes += sizeBytes;
  }

  void grown(long moreBytes) {
    bytes += moreBytes;
  }

  void removed(NodeId target, long sizeBytes) {
    pending.computeIfPresent(target, (node, old) -> old == 1 ? null : old - 1);
    count--;
    bytes -= sizeBytes;
  }

  SortedMap<NodeId, Long> pending() {
    return Collections.unmodifiableSortedMap(pending);
  }

  long count() {
    return count;
  }

  long bytes() {
    return bytes;
  }
}
