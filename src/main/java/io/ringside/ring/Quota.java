package io.ringside.ring;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many partitions each node is due: {@code target}, and the {@code least} and {@code most} that are as fair.
 * Nodes are numbered; equal weights give loads that differ by at most one.
 */
record Quota(int[] target, int[] least, int[] most) {
  /**
   * Divides the partitions in proportion to the weights. What is left after rounding down goes to the largest remainders;
   * among equals to the nodes that hold more already, so that they keep it.
   */
  static Quota of(int partitions, int[] weights, int[] held) {
    long total = IntStream.of(weights).asLongStream().sum();
    int nodes = weights.length;
    int[] least = new int[nodes];
    int[] most = new int[nodes];
    long[] remainder = new long[nodes];
    for (int node = 0; node < nodes; node++) {
      long share = (long) partitions * weights[node];
      least[node] = (int) (share / total);
      remainder[node] = share % total;
      most[node] = least[node] + (remainder[node] > 0 ? 1 : 0);
    }
    int[] target = least.clone();
    byClaimToMore(remainder, held).stream().limit(partitions - IntStream.of(least).sum()).forEach(node -> target[node]++);
    return new Quota(target, least, most);
  }

  private static List<Integer> byClaimToMore(long[] remainder, int[] held) {
    return IntStream.range(0, held.length).boxed()
        .sorted(Comparator.<Integer>comparingLong(node -> -remainder[node]).thenComparing(node -> -held[node]))
        .toList();
  }
}
