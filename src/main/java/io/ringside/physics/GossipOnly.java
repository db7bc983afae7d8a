package io.ringside.physics;

import io.ringside.config.GossipConfig;
import io.ringside.config.NodeConfig;
import java.util.function.LongConsumer;

/** A large cluster that does nothing but gossip, by the real protocol with its default knobs and the real codec. */
public final class GossipOnly {
  private static final long SECOND = 1000;

  private GossipOnly() {}

  /**
   * What was seen. Immutable.
   *
   * @param messages that all nodes sent
   * @param agreed whether in the end each node believed each alive
   */
  public record Seen(int nodes, int virtualSeconds, long messages, boolean agreed) {
    public double messagesPerNodeAndSecond() {
      return (double) messages / nodes / virtualSeconds;
    }
  }

  /**
   * Starts all nodes at once and lets them be for so long, in the caller's thread.
   *
   * @param progress is told each virtual second
   */
  public static Seen run(int nodes, int seconds, long seed, LongConsumer progress) {
    if (nodes < 1 || seconds < 1) {
      throw new IllegalArgumentException("At least one node and one second, not " + nodes + " and " + seconds);
    }
    GossipConfig knobs = NodeConfig.of("quorum.n=1", "quorum.r=1", "quorum.w=1").gossip();
    var cluster = new GossipWorld(nodes, node -> knobs, 0, seed, GossipWorld.Watcher.NONE);
    cluster.startAll();
    for (int second = 1; second <= seconds; second++) {
      cluster.world().runUntil(second * SECOND);
      progress.accept(second);
    }
    return new Seen(nodes, seconds, cluster.sent(), cluster.agrees());
  }
}
