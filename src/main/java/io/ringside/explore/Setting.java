package io.ringside.explore;

import io.ringside.config.NodeConfig;
import io.ringside.env.Mishap;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All of a run that is no deed: the cluster, its knobs, the usual weather. Immutable.
 *
 * @param seed of all chances within the run: delays, losses, epochs, mishaps
 * @param config of every node, as {@code key=value}
 * @param millis of virtual time in which deeds are done; healing comes after that
 * @param meanDelayMicros of a message on a healthy link
 * @param lossPercent of messages, always
 * @param duplicationPercent of messages, always
 * @param linkCapacity messages on their way over one link at a time; 0 for no limit
 * @param diskMicros of one access to a disk, in the mean
 * @param mishaps places in the protocol that may be struck
 */
record Setting(
    long seed, int nodes, int n, int r, int w, List<String> config, long millis, long meanDelayMicros, int lossPercent,
    int duplicationPercent, int linkCapacity, long diskMicros, SortedSet<Mishap> mishaps) {
  private static final String REPLICA_TIMEOUT = "quorum.replicaTimeoutMillis=";
  private static final long DEFAULT_TIMEOUT_MILLIS = NodeConfig.of().quorum().replicaTimeoutMillis();

  Setting {
    if (nodes < 1 || n < 1 || n > nodes || r < 1 || r > n || w < 1 || w > n) {
      throw new IllegalArgumentException(
          "1 <= R, W <= N <= nodes must hold, but nodes=" + nodes + " n=" + n + " r=" + r + " w=" + w);
    }
    if (millis < 1 || meanDelayMicros < 1 || diskMicros < 0 || linkCapacity < 0) {
      throw new IllegalArgumentException("A run lasts, a message takes time, and a link has a capacity or none");
    }
    config = List.copyOf(config);
    mishaps = Collections.unmodifiableSortedSet(new TreeSet<>(mishaps));
  }

  Setting withMillis(long fewer) {
    return new Setting(seed, nodes, n, r, w, config, fewer, meanDelayMicros, lossPercent, duplicationPercent, linkCapacity,
        diskMicros, mishaps);
  }

  Setting withWeather(int loss, int duplication, int capacity) {
    return new Setting(seed, nodes, n, r, w, config, millis, meanDelayMicros, loss, duplication, capacity, diskMicros, mishaps);
  }

  Setting withMishaps(SortedSet<Mishap> fewer) {
    return new Setting(seed, nodes, n, r, w, config, millis, meanDelayMicros, lossPercent, duplicationPercent, linkCapacity,
        diskMicros, fewer);
  }

  /** Whether the usual delays alone may make a replica seem silent: with 16 means for two ways, one in some ten million does. */
  boolean isSlow() {
    long timeoutMillis = config.stream().filter(line -> line.startsWith(REPLICA_TIMEOUT))
        .mapToLong(line -> Long.parseLong(line.substring(REPLICA_TIMEOUT.length()))).findFirst().orElse(DEFAULT_TIMEOUT_MILLIS);
    return 16 * meanDelayMicros > 1000 * timeoutMillis;
  }

  /** Whether nodes may have to turn hints away, and with them writes that need fallbacks. */
  boolean hasLittleRoom() {
    return config.stream().anyMatch(line -> line.startsWith("hints.maxCount="));
  }

  /** Durability, as far as the nodes' configuration says something of it. */
  boolean isAsync() {
    return config.contains("data.durability=async");
  }
}
