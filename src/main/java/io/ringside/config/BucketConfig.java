package io.ringside.config;

/**
 * The quorum numbers of one bucket, as {@code buckets.<name>.r} and the like; what is not set is as in
 * {@link QuorumConfig}. Immutable.
 */
public record BucketConfig(int n, int r, int w, int pr, int pw) {
}
