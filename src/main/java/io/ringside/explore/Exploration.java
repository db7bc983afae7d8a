package io.ringside.explore;

import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What many seeds came to. Immutable.
 *
 * @param failures the runs in which something was violated, in the order of their seeds
 * @param divergences of seeds that gave two hashes, by seed
 * @param repeated how many seeds were played twice to compare
 * @param rare how often the runs came into which rare state
 */
public record Exploration(
    long seeds, long operations, long acknowledged, long faults, long messages, long virtualMillis, long realMillis,
    long repeated, SortedMap<RareState, Long> rare, List<Report> failures, SortedMap<Long, String> divergences) {

  /** States that no seed reached: what lies behind them was not tried. */
  public SortedSet<RareState> unreached() {
    var unreached = new TreeSet<>(EnumSet.allOf(RareState.class));
    unreached.removeAll(rare.keySet());
    return unreached;
  }

  /** Virtual seconds for each real one, all threads together. */
  public double speed() {
    return realMillis == 0 ? 0 : (double) virtualMillis / realMillis;
  }
}
