package io.ringside.testing;

import java.util.function.LongConsumer;

/** Runs a body for many seeds and names the one that failed. {@code -Dseed=7} runs that one alone, {@code -Dseeds=10000} more of them. */
public final class Seeds {
  private Seeds() {}

  /** Runs the body for the seeds 1 to {@code count}, or as the system properties say. */
  public static void run(int count, LongConsumer body) {
    Long only = Long.getLong("seed");
    if (only != null) {
      runOne(only, body);
      return;
    }
    for (long seed = 1; seed <= Long.getLong("seeds", count); seed++) {
      runOne(seed, body);
    }
  }

  private static void runOne(long seed, LongConsumer body) {
    try {
      body.accept(seed);
    } catch (RuntimeException | AssertionError failed) {
      throw new AssertionError("Seed " + seed + " failed; replay it with -Dseed=" + seed + ": " + failed.getMessage(), failed);
    }
  }
}
