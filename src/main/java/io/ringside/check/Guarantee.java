package io.ringside.check;

/**
 * What a session may be promised of each key. Source: Terry et al., "Session Guarantees for Weakly Consistent Replicated Data"
 * (1994).
 */
public enum Guarantee {
  /** A read has seen every write that its session was told is done. */
  READ_YOUR_WRITES,
  /** A read has seen all that its session has read before. */
  MONOTONIC_READS,
  /** Whoever sees a write has seen the session's write before it. */
  MONOTONIC_WRITES,
  /** Whoever sees a write has seen all that its session had read before it. */
  WRITES_FOLLOW_READS
}
