package io.ringside.message;

import io.ringside.NodeId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a node is with a partition. Eras are numbers that only grow; {@code promised >= era >= reaped}. Immutable.
 *
 * @param promised it goes along with no era below this
 * @param era what it takes in now must not come from an earlier one
 * @param reaped the last era in which tombstones may have been reaped
 * @param raisedIn in which of their starts members had raised the era that was reaped, as far as this node knows; of a raise itself, in
 *     which this node has
 * @param done whether the step that was asked for has been taken
 */
public record EraReport(long promised, long era, long reaped, SortedMap<NodeId, DiskStart> raisedIn, boolean done) {
  public EraReport {
    if (promised < era || era < reaped || reaped < 0) {
      throw new IllegalArgumentException("No node is in era " + era + " with " + promised + " promised and " + reaped + " reaped");
    }
    raisedIn = Collections.unmodifiableSortedMap(new TreeMap<>(raisedIn));
  }
}
