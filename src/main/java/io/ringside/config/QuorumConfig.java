package io.ringside.config;

/**
 * How many replicas an operation wants and how long it waits for them; the default of every bucket and every request.
 * Immutable.
 *
 * @param n copies of each value. Survives N − 1 lost disks; each copy costs its space and one message per write
 * @param r answers a read waits for. R + W &gt; N sees the newest acknowledged write while primaries are up. Larger:
 *     fresher, slower, fails sooner; smaller: the reverse
 * @param w stores a write waits for, hints included. Larger: survives W − 1 crashes at the moment of the answer;
 *     smaller: faster
 * @param pr how many of R must be primaries; 0 lets fallbacks serve. PR + PW &gt; N gives regular reads and loses
 *     availability
 * @param pw how many of W must be primaries; 0 keeps every write possible while any W nodes are up
 * @param operationTimeoutMillis a coordinator answers an operation by then, come what may; what a client waits is in
 *     docs/consistency.md. At least two replica timeouts leave time for one fallback; larger waits out slow disks,
 *     smaller gives the client its answer sooner
 * @param replicaTimeoutMillis silence after which a slot goes to a fallback. About ten times the slowest usual answer;
 *     smaller makes hints for nodes that were only slow, larger makes clients wait for dead ones
 * @param fanout {@code all}: reads ask N at once, the fastest R decide. {@code quorum}: ask R first, 1 − R/N fewer
 *     messages
 * @param hedgeAfterMillis with {@code quorum}, ask one more replica after this. About the 95th percentile of a read;
 *     smaller: shorter tail, more messages
 * @param hedgeBudgetPercent hedged reads per hundred reads at most, so that a slow cluster is not asked twice as much
 * @param ttlSeconds how long what is written lives if its writer does not say; 0 for ever. Most useful for one bucket: sessions,
 *     presence. Shorter: less disk; longer: the reverse
 */
public record QuorumConfig(
    @Knob(value = "3", min = 1, max = QuorumConfig.MAX_COPIES) int n,
    @Knob(value = "2", min = 1, max = QuorumConfig.MAX_COPIES) int r,
    @Knob(value = "2", min = 1, max = QuorumConfig.MAX_COPIES) int w,
    @Knob(value = "0", max = QuorumConfig.MAX_COPIES) int pr,
    @Knob(value = "0", max = QuorumConfig.MAX_COPIES) int pw,
    @Knob(value = "3000", min = 10, max = 600_000) int operationTimeoutMillis,
    @Knob(value = "500", min = 5, max = 600_000) int replicaTimeoutMillis,
    @Knob("all") Fanout fanout,
    @Knob(value = "50", min = 1, max = 600_000) int hedgeAfterMillis,
    @Knob(value = "5", max = 100) int hedgeBudgetPercent,
    @Knob("0") int ttlSeconds) {

  /** The largest N: a preference list this long already asks a whole rack. */
  public static final int MAX_COPIES = 16;

  /** How many replicas a read asks at first. */
  public enum Fanout { ALL, QUORUM }

  /** What a bucket gets that says nothing of its own. */
  public BucketConfig bucket() {
    return new BucketConfig(n, r, w, pr, pw, ttlSeconds);
  }
}
