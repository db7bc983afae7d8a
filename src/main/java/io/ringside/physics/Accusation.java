package io.ringside.physics;

import io.ringside.NodeId;
import io.ringside.config.GossipConfig;
import io.ringside.event.Event;
import io.ringside.membership.Member.Status;
import io.ringside.message.Request;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** How often a probe accuses a live node, when messages get lost: the real prober, helped by real members. */
final class Accusation implements Law {
  private static final String NAME = "accusation";
  private static final int NODES = 12;
  private static final int PERIOD = 20;
  private static final int TIMEOUT = 8;
  private static final int PROBES_PER_WORLD = 20_000;
  private static final int NEVER = Integer.MAX_VALUE;
  private static final int NEVER_DEAD = 1_000_000;
  private static final double ON_TIME = 0.95;
  private static final double TOLERANCE = 0.1;
  private static final double SIGMAS = 4;

  /** Each further helper takes so many times more probes for the same certainty, up to what is worth waiting for. */
  private static final int[] SCALE = {1, 4, 16, 60};
  private static final List<Double> PUBLISHED = List.of(9.75e-2, 1.81e-2, 3.35e-3, 6.22e-4);

  private final double onTime;

  Accusation() {
    this(ON_TIME);
  }

  /** With another chance that a message arrives. */
  Accusation(double onTime) {
    this.onTime = onTime;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String statement() {
    return "SWIM: false accusations per probe with q=0.95 and k helpers, (1-q^2)(1-q^4)^k";
  }

  @Override
  public Result measure(Effort effort) {
    return Result.of(IntStream.range(0, PUBLISHED.size()).parallel().mapToObj(k -> finding(k, effort)).toList());
  }

  private Finding finding(int helpers, Effort effort) {
    long wanted = (long) effort.probes() * SCALE[helpers];
    effort.tell(NAME + " k=" + helpers + ": " + wanted + " probes");
    var random = effort.random(NAME + helpers);
    var count = new Count();
    while (count.probes < wanted) {
      run(helpers, (int) Math.min(PROBES_PER_WORLD, wanted - count.probes), count, random);
    }
    double published = PUBLISHED.get(helpers);
    double noise = SIGMAS * Math.sqrt((1 - published) / (published * count.probes));
    return Finding.within(
        NAME, "k=" + helpers, published, (double) count.accusations / count.probes, Math.max(TOLERANCE, noise), count.probes);
  }

  /** The first node probes as fast as it can, the others answer and help; they have no periods of their own worth mentioning. */
  private void run(int helpers, int probes, Count count, Random random) {
    var prober = new GossipConfig(PERIOD, TIMEOUT, helpers, NEVER_DEAD, 1, 0, 4, NEVER);
    var helper = new GossipConfig(NEVER, TIMEOUT, helpers, NEVER_DEAD, 1, 0, 4, NEVER);
    NodeId first = NodeId.of("n1");
    var watcher = new GossipWorld.Watcher() {
      private GossipWorld cluster;

      @Override
      public void sends(NodeId from, NodeId to, Request<?> request) {
        if (from.equals(first) && request instanceof Request.Probe && cluster.at(first).view().isAlive(to)) {
          count.probes++;
        }
      }

      @Override
      public void believes(NodeId at, Event.ViewChanged change) {
        if (at.equals(first) && change.member().status() == Status.SUSPECT) {
          count.accusations++;
        }
      }
    };
    watcher.cluster = new GossipWorld(
        NODES, node -> node.equals(first) ? prober : helper, 1 - onTime, random.nextLong(), watcher);
    watcher.cluster.startAll();
    watcher.cluster.world().runFor((long) PERIOD * probes);
  }

  private static final class Count {
    private long probes;
    private long accusations;
  }
}
