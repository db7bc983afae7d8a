package io.ringside.config;

/**
 * The numbers of one bucket, as {@code buckets.<name>.r} and the like; what is not set is as in {@link QuorumConfig}.
 * Immutable.
 */
public record BucketConfig(int n, int r, int w, int pr, int pw, int ttlSeconds) {
  /** How long what is written lives if its writer does not say; 0 for ever. */
  public long ttlMillis() {
    return 1000L * ttlSeconds;
  }
}
