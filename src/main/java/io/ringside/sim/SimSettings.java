package io.ringside.sim;

import java.util.List;

/**
 * What a random run is made of. The seed decides everything else. Immutable.
 *
 * @param seconds of virtual time with load and faults; healing takes another minute
 * @param clients each does one operation after the other
 * @param keys few, so that clients meet
 * @param meanPauseMillis between two operations of a client
 * @param meanFaultMillis between two faults
 * @param loss of messages, while there is load
 * @param config of every node, as {@code key=value}
 */
public record SimSettings(
    long seed, int nodes, int seconds, int clients, int keys, int meanPauseMillis, int meanFaultMillis, double loss,
    List<String> config) {
  public SimSettings {
    if (nodes < 1 || seconds < 1 || clients < 1 || keys < 1 || meanPauseMillis < 1 || meanFaultMillis < 1) {
      throw new IllegalArgumentException("Nodes, seconds, clients, keys and pauses are at least 1");
    }
    config = List.copyOf(config);
  }

  public static SimSettings of(long seed) {
    return new SimSettings(seed, 5, 30, 4, 8, 40, 1500, 0.01, List.of());
  }

  public SimSettings withNodes(int count) {
    return new SimSettings(seed, count, seconds, clients, keys, meanPauseMillis, meanFaultMillis, loss, config);
  }

  public SimSettings withSeconds(int more) {
    return new SimSettings(seed, nodes, more, clients, keys, meanPauseMillis, meanFaultMillis, loss, config);
  }
}
