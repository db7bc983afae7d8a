package io.ringside.ring;

import io.ringside.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Decides which member owns which partition: balanced, replicas apart, and as little moved as that allows. Pure. */
public final class Claim {
  /*
   * A fresh ring is laid out in rounds (Rounds). A ring with a past keeps its owners, except that partitions beyond a
   * node's quota or without an owner go, one by one, to nodes below theirs, each where it clashes least (Transfer). A
   * local search (Search) repairs the clashes that are left. If it cannot, a fresh layout is tried as well, and the one
   * with fewer clashes, then fewer moves, is taken. This is the idea of Riak's claim version 4 (swaps found by brute
   * force), with the search guided by the clashes. Only numbers and sorted names decide: every node computes the same.
   */
  private Claim() {}

  /**
   * The owner of each partition, given the owners before the change: none for a new ring.
   *
   * @param replicas the N whose preference lists should need no skipping
   */
  public static List<NodeId> owners(List<NodeId> before, Roster roster, int partitions, int replicas) {
    if (partitions < 1 || !before.isEmpty() && before.size() != partitions) {
      throw new IllegalArgumentException(
          "A ring of " + before.size() + " partitions cannot become one of " + partitions);
    }
    var nodes = List.copyOf(roster.members());
    int[] held = new int[partitions];
    Arrays.setAll(held, partition -> before.isEmpty() ? Layout.NOBODY
        : Math.max(Layout.NOBODY, Collections.binarySearch(nodes, before.get(partition))));
    int[] weights = roster.seats().values().stream().mapToInt(Roster.Seat::weight).toArray();
    int[] zones = zones(roster);
    var quota = Quota.of(partitions, weights, zones, Layout.loads(held, nodes.size()));
    var layout = new Layout(held, zones, replicas, quota);
    arrange(layout);
    return IntStream.of(layout.owners()).mapToObj(nodes::get).toList();
  }

  private static void arrange(Layout layout) {
    if (IntStream.of(layout.load).sum() == 0) {
      Rounds.layOut(layout);
      return;
    }
    Transfer.settle(layout);
    Search.improve(layout);
    if (Layout.isClash(layout.cost())) {
      tryAfresh(layout);
    }
  }

  private static void tryAfresh(Layout layout) {
    long cost = layout.cost();
    int[] kept = layout.owners();
    Rounds.layOut(layout);
    if (layout.cost() >= cost) {
      layout.arrange(kept);
    }
  }

  /** A number for each node's zone; a node in no zone is a zone of its own. */
  private static int[] zones(Roster roster) {
    var numbers = new TreeMap<String, Integer>();
    var zones = new ArrayList<Integer>();
    roster.seats().forEach((node, seat) -> {
      String zone = seat.zone().isEmpty() ? "node " + node : "zone " + seat.zone();
      zones.add(numbers.computeIfAbsent(zone, name -> numbers.size()));
    });
    return zones.stream().mapToInt(Integer::intValue).toArray();
  }
}
