package io.ringside.physics;

import io.ringside.sim.RunLog;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One run of the quorum lab, from one seed: some writes, each of a key of its own, and one read of each for each time. Immutable.
 *
 * @param hash of all that happened: the same for the same question, seed and build, recorded or not
 * @param stale how many reads missed the write, for each time
 */
record LabRun(long seed, String hash, List<Integer> stale, List<Long> readMicros, List<Long> writeMicros) {
  /** Few enough to look at one after the other. */
  static final int WRITES = 10;

  LabRun {
    stale = List.copyOf(stale);
    readMicros = List.copyOf(readMicros);
    writeMicros = List.copyOf(writeMicros);
  }

  LabRun(long seed, String hash, int[] stale, List<Long> readMicros, List<Long> writeMicros) {
    this(seed, hash, Arrays.stream(stale).boxed().toList(), readMicros, writeMicros);
  }

  /** Plays it; an {@link IllegalArgumentException} if a delay was longer than any coordinator waits. */
  static LabRun play(LabQuestion question, long seed) {
    return new LabWorld(question, seed, null).play(seed, WRITES, null);
  }

  /** The same, and its event log is recorded. */
  static LabRun record(LabQuestion question, long seed, RunLog.Origin origin, Consumer<String> lines) {
    var log = new RunLog(lines);
    return new LabWorld(question, seed, log).play(seed, WRITES, origin);
  }

  /** How many of its reads at this time, by its index, were current. */
  int current(int index) {
    return writeMicros.size() - stale.get(index);
  }

  /** The indices of the times at which it read. */
  IntStream times() {
    return IntStream.range(0, stale.size());
  }
}
