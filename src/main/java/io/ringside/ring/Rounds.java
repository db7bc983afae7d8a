package io.ringside.ring;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Lays out a fresh ring, whatever was before: all nodes in turn, zones alternating, round after round. */
final class Rounds {
  /*
   * There are as many rounds as the largest target. A node with a smaller target sits out some rounds; these are spread
   * evenly over the rounds and staggered over the nodes (as Bresenham draws a line), so that never many sit out at once:
   * with m nodes of which s sit out between two turns of another, that other comes back after m − s partitions.
   */

  /** Relocations at most, and clashing partitions tried for each: a bound on the time, rarely reached. */
  private static final int RELOCATIONS = 4;
  private static final int TRIED = 4;

  private Rounds() {}

  static void layOut(Layout layout) {
    takeTurns(layout);
    Search.improve(layout);
    for (int i = 0; i < RELOCATIONS && Layout.isClash(layout.cost()) && relocate(layout); i++) {
      Search.improve(layout);
    }
  }

  private static void takeTurns(Layout layout) {
    int[] target = layout.quota.target();
    int rounds = IntStream.of(target).max().orElseThrow();
    List<Integer> turns = zonesAlternating(layout);
    int[] owners = new int[layout.partitions()];
    int next = 0;
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < turns.size(); turn++) {
        int node = turns.get(turn);
        long stagger = (long) rounds * turn / turns.size();
        if (((round + 1L) * target[node] + stagger) / rounds > ((long) round * target[node] + stagger) / rounds) {
          owners[next++] = node;
        }
      }
    }
    layout.arrange(owners);
  }

  /**
   * Takes a clashing owner out of the sequence and puts it in elsewhere, shifting those between: what no swap can do when
   * two zones alternate with no room. False if that helps nowhere.
   */
  private static boolean relocate(Layout layout) {
    int[] owners = layout.owners();
    int[] best = owners;
    long lowest = layout.cost();
    int[] clashing = IntStream.range(0, owners.length).filter(layout::clashes).limit(TRIED).toArray();
    for (int from : clashing) {
      for (int to = 0; to < owners.length; to++) {
        int[] relocated = relocated(owners, from, to);
        layout.arrange(relocated);
        if (layout.cost() < lowest) {
          lowest = layout.cost();
          best = relocated;
        }
      }
    }
    layout.arrange(best);
    return best != owners;
  }

  private static int[] relocated(int[] owners, int from, int to) {
    int[] relocated = owners.clone();
    if (from < to) {
      System.arraycopy(owners, from + 1, relocated, from, to - from);
    } else {
      System.arraycopy(owners, to, relocated, to + 1, from - to);
    }
    relocated[to] = owners[from];
    return relocated;
  }

  /** All nodes, such that each zone's are as evenly spread as they can be. */
  private static List<Integer> zonesAlternating(Layout layout) {
    int nodes = layout.nodes();
    double[] place = new double[nodes];
    for (int node = 0; node < nodes; node++) {
      int zone = layout.zoneOf(node);
      long earlier = IntStream.range(0, node).filter(other -> layout.zoneOf(other) == zone).count();
      long all = IntStream.range(0, nodes).filter(other -> layout.zoneOf(other) == zone).count();
      place[node] = (earlier + 0.5) / all;
    }
    return IntStream.range(0, nodes).boxed().sorted(Comparator.comparingDouble(node -> place[node])).toList();
  }
}
