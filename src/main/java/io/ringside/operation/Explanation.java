package io.ringside.operation;

import io.ringside.NodeId;
import io.ringside.version.CausalContext;
import java.util.List;
import java.util.Optional;

/**
 * How an operation came about: whom it concerned, who answered what in how long, who stood in, what was repaired.
 *
 * @param primaries the first N of the key's preference list
 * @param fallbacks the rest of it, in order
 * @param quorum the R or W that counted
 * @param primaryQuorum the PR or PW that counted
 */
public record Explanation(
    NodeId coordinator,
    int partition,
    List<NodeId> primaries,
    List<NodeId> fallbacks,
    int quorum,
    int primaryQuorum,
    List<Attempt> attempts,
    long tookMillis) {
  public Explanation {
    primaries = List.copyOf(primaries);
    fallbacks = List.copyOf(fallbacks);
    attempts = List.copyOf(attempts);
  }

  /**
   * One node's part.
   *
   * @param standsInFor the primary whose place a fallback took
   * @param outcome {@code minted}, {@code stored}, {@code hinted}, {@code read}, {@code silent}, {@code unavailable}, {@code refused},
   *     {@code suspect} (skipped) or {@code pending} (had not answered when the client was told)
   * @param context what the node's record covers, empty if it has none
   * @param counted whether the answer came in time to count
   * @param repaired whether the node was sent what it lacked
   */
  public record Attempt(
      NodeId node,
      Optional<NodeId> standsInFor,
      String outcome,
      String reason,
      CausalContext context,
      long tookMillis,
      boolean counted,
      boolean repaired) {}
}
