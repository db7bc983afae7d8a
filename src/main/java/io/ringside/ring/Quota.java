package io.ringside.ring;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How many partitions each node is due: from {@code least} to {@code most}, which are its exact share rounded down and up;
 * {@code target} is one choice within these that adds up. Nodes are numbered; equal weights differ by at most one.
 */
record Quota(int[] target, int[] least, int[] most) {
  /**
   * Divides the partitions in proportion to the weights. What is left after rounding down goes to the largest remainders;
   * among equals to the zone that has least (so that no zone is too full to be kept apart), then to whoever holds most.
   */
  static Quota of(int partitions, int[] weights, int[] zone, int[] held) {
    long total = IntStream.of(weights).asLongStream().sum();
    int nodes = weights.length;
    int[] least = new int[nodes];
    int[] most = new int[nodes];
    long[] remainder = new long[nodes];
    int[] inZone = new int[nodes];
    for (int node = 0; node < nodes; node++) {
      long share = (long) partitions * weights[node];
      least[node] = (int) (share / total);
      remainder[node] = share % total;
      most[node] = least[node] + (remainder[node] > 0 ? 1 : 0);
      inZone[zone[node]] += least[node];
    }
    int[] target = least.clone();
    var mostDeserving = Comparator.<Integer>comparingLong(node -> -remainder[node])
        .thenComparingInt(node -> inZone[zone[node]]).thenComparingInt(node -> -held[node]);
    for (int left = partitions - IntStream.of(least).sum(); left > 0; left--) {
      int node = IntStream.range(0, nodes).filter(any -> target[any] < most[any]).boxed().min(mostDeserving).orElseThrow();
      target[node]++;
      inZone[zone[node]]++;
    }
    return new Quota(target, least, most);
  }
}
