package io.ringside.message;

import io.ringside.NodeId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a node is.
 *
 * @param ready whether it takes data requests
 * @param reason why not, or what else is to be said; may be empty
 * @param start the number of this start, from 1
 * @param upMillis how long it has been running
 * @param beganMillis its wall clock when this process of it began, which tells two of the same start apart: they are of two disks
 * @param ringEpoch the hash of its ring; nodes of one cluster agree on it
 * @param hintsPending how many writes it keeps for others, by target
 * @param amnesiac whether it has lost data that it once had
 * @param hints what became of such writes since it started
 */
public record NodeStatus(
    boolean ready,
    String reason,
    long start,
    long upMillis,
    long beganMillis,
    long ringEpoch,
    SortedMap<NodeId, Long> hintsPending,
    boolean amnesiac,
    HintCounts hints) {
  public NodeStatus {
    hintsPending = Collections.unmodifiableSortedMap(new TreeMap<>(hintsPending));
  }
}
