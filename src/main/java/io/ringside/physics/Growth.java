package io.ringside.physics;

import io.ringside.NodeId;
import io.ringside.config.GossipConfig;
import io.ringside.event.Event;
import io.ringside.membership.Member.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What a larger cluster costs: detection and messages must stay flat, the spread of a death logarithmic. All of it is real. */
final class Growth implements Law {
  private static final String NAME = "growth";
  private static final int PERIOD = 500;
  private static final int SYNC_PERIODS = 20;
  private static final int MULTIPLIER = 4;
  private static final GossipConfig KNOBS = new GossipConfig(PERIOD, 200, 3, MULTIPLIER, 6, 8, 4, SYNC_PERIODS * PERIOD);
  private static final List<Integer> SIZES = List.of(5, 20, 80, 320, 1000);
  private static final int COUNTED_PERIODS = 20;

  /** Until everybody has heard of everybody's start. */
  private static final int SETTLING_PERIODS = 60;

  /** A probe and an answer per period, an exchange and its answer now and then. */
  private static final double MESSAGES = 2 + 2.0 / SYNC_PERIODS;
  private static final double TOLERANCE = 0.1;

  /** The limit of uniform random targets, e/(e-1). */
  private static final double FIRST_PROBE = 1.582;

  /** Of one crash's first probe, in periods: a little more than a geometric distribution has. */
  private static final double DEVIATION = 1;
  private static final double SIGMAS = 4;

  /** A world's cost grows faster than its nodes: the largest ones see one crash. */
  private static final int NODES_IN_ALL = 240;
  private static final int MOST_CRASHES = 20;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String statement() {
    return "SWIM: detection and messages stay flat, the spread of a death is logarithmic, from 5 nodes on";
  }

  @Override
  public Result measure(Effort effort) {
    return Result.of(SIZES.stream().filter(n -> n <= effort.largestCluster())
        .flatMap(n -> findings(n, effort).stream()).toList());
  }

  private static List<Finding> findings(int n, Effort effort) {
    int crashes = Math.max(1, Math.min(MOST_CRASHES, NODES_IN_ALL / n));
    effort.tell(NAME + " n=" + n + ": " + crashes + " crashes");
    var random = effort.random(NAME + n);
    long[] seeds = IntStream.range(0, crashes).mapToLong(i -> random.nextLong()).toArray();
    List<Crash> seen = IntStream.range(0, crashes).parallel().mapToObj(i -> crash(n, new Random(seeds[i]))).toList();
    double first = seen.stream().mapToDouble(Crash::suspected).average().orElseThrow();
    double spread = seen.stream().mapToDouble(Crash::spread).average().orElseThrow();
    double messages = seen.stream().mapToDouble(Crash::messages).average().orElseThrow();
    return List.of(
        Finding.within(NAME, "n=" + n + " messages per node and period", MESSAGES, messages, TOLERANCE, crashes),
        Finding.atMost(NAME, "n=" + n + " periods to the first suspicion", FIRST_PROBE + 1, first,
            FIRST_PROBE + 1 + SIGMAS * DEVIATION / Math.sqrt(crashes), crashes),
        Finding.atMost(NAME, "n=" + n + " periods from there, less the suspicion's, till all know", logarithm(n), spread,
            logarithm(n), crashes));
  }

  /** Our reading of logarithmic: the death reaches twice as many nodes in each period, after one at either end. */
  private static double logarithm(int n) {
    return 2 + Math.log(n) / Math.log(2);
  }

  /** In periods; and how many messages a node sent in each while nothing happened. */
  private record Crash(double suspected, double spread, double messages) {}

  private static Crash crash(int n, Random random) {
    var deaths = new Deaths();
    var cluster = new GossipWorld(n, node -> KNOBS, 0, random.nextLong(), deaths);
    cluster.startAll();
    cluster.world().runFor((long) SETTLING_PERIODS * PERIOD + random.nextInt(PERIOD));
    long before = cluster.sent();
    cluster.world().runFor((long) COUNTED_PERIODS * PERIOD);
    double messages = (double) (cluster.sent() - before) / n / COUNTED_PERIODS;
    deaths.cluster = cluster;
    deaths.dead = cluster.node(1 + random.nextInt(n));
    cluster.crash(deaths.dead);
    long crashed = cluster.world().nowMillis();
    while (deaths.know.size() < n - 1 && cluster.world().runNext()) {
      // the world moves on by one task
    }
    double suspicion = MULTIPLIER * Math.max(1, Math.log10(n));
    double suspected = (double) (deaths.suspectedMillis.get(0) - crashed) / PERIOD;
    return new Crash(suspected, (double) (cluster.world().nowMillis() - crashed) / PERIOD - suspected - suspicion, messages);
  }

  /** Who believes what of the one that crashed. */
  private static final class Deaths implements GossipWorld.Watcher {
    private final List<Long> suspectedMillis = new ArrayList<>();
    private final TreeSet<NodeId> know = new TreeSet<>();
    private GossipWorld cluster;
    private NodeId dead;

    @Override
    public void believes(NodeId at, Event.ViewChanged change) {
      if (change.member().node().equals(dead) && !at.equals(dead)) {
        if (change.member().status() == Status.SUSPECT) {
          suspectedMillis.add(cluster.world().nowMillis());
        } else if (change.member().status() == Status.DEAD) {
          know.add(at);
        }
      }
    }
  }
}
