package io.ringside.env;

/**
 * How long an answer is waited for: a usual time, and longer for what is large. Immutable.
 *
 * @param usualMillis for what is small
 */
public record TimeLimit(long usualMillis) {
  /**
   * Whatever is slower counts as silent: about a megabyte a second, network and disk together. A larger number takes large records
   * for lost that are only slow; a smaller one waits longer for nodes that are gone.
   */
  private static final long LEAST_BYTES_PER_MILLI = 1024;

  public TimeLimit {
    if (usualMillis < 1) {
      throw new IllegalArgumentException("Nobody answers within " + usualMillis + " ms");
    }
  }

  /** For a message, or an answer, with so many bytes, or for several that travel together. */
  public long forBytes(long bytes) {
    return usualMillis + bytes / LEAST_BYTES_PER_MILLI;
  }
}
