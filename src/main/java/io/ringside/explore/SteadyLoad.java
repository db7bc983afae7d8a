package io.ringside.explore;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Writes the script of a quiet day: five nodes with default knobs, steady work, and nothing that goes wrong. */
final class SteadyLoad {
  private static final int NODES = 5;
  private static final int N = 3;
  private static final int QUORUM = 2;
  private static final int CLIENTS = 5;
  private static final int KEYS = 100;
  private static final long DELAY_MICROS = 500;
  private static final long DISK_MICROS = 300;
  private static final long MILLIS_PER_SECOND = 1000;

  private SteadyLoad() {}

  /** So many client operations per second, half of them reads, the others writes over what their client saw last. */
  static Script write(long seed, long millis, int operationsPerSecond) {
    var random = new Random(seed);
    var config = List.of("quorum.n=" + N, "quorum.r=" + QUORUM, "quorum.w=" + QUORUM);
    var setting = new Setting(random.nextLong(), NODES, N, QUORUM, QUORUM, config, millis, DELAY_MICROS, 0, 0, 0, DISK_MICROS,
        Collections.emptySortedSet(), Ending.QUIET);
    var deeds = new ArrayList<Deed>();
    for (long at = 0; at < millis; at += MILLIS_PER_SECOND / operationsPerSecond) {
      Act act = random.nextBoolean() ? Act.GET : Act.OVERWRITE;
      deeds.add(Deed.at(at, act, "c" + (1 + random.nextInt(CLIENTS)), "key-" + random.nextInt(KEYS)));
    }
    return new Script(setting, deeds);
  }
}
