package io.ringside.physics;

import java.util.Random;
import java.util.function.Consumer;

/**
 * How much is measured, from which seed, and who is told how far it is. The tolerances follow the sample. Immutable.
 *
 * @param writes per case of stale reads; each is read once for every t
 * @param sweepWrites the same for the exponential sweep, which has two hundred t
 * @param predictions trials of a calculated prediction
 * @param trials of whatever else is cheap
 * @param probes of a live node at the smallest number of helpers; more helpers take more, since they fail less
 * @param crashes per cluster size
 * @param largestSpread the most nodes among which a rumour is spread
 * @param largestCluster the most nodes among which one crashes while all others gossip
 * @param records under one Merkle tree
 * @param progress is told in lines
 */
public record Effort(
    int writes, int sweepWrites, int predictions, int trials, int probes, int crashes, int largestSpread,
    int largestCluster, int records, long seed, Consumer<String> progress) {

  /** Ends within a minute. */
  public static Effort quick(long seed, Consumer<String> progress) {
    return new Effort(2_000, 80, 50_000, 5_000, 1_000, 60, 64, 80, 100_000, seed, progress);
  }

  public static Effort full(long seed, Consumer<String> progress) {
    return new Effort(100_000, 20_000, 1_000_000, 200_000, 50_000, 4_000, 1024, 1000, 1_000_000, seed, progress);
  }

  /** A stream of chances that depends on the run's seed and on what it is for, and on nothing else. */
  Random random(String purpose) {
    return new Random(new Random(seed).nextLong() ^ purpose.hashCode() * 0x9e3779b97f4a7c15L);
  }

  void tell(String line) {
    progress.accept(line);
  }
}
