package io.ringside.physics;

import io.ringside.NodeId;
import io.ringside.config.GossipConfig;
import io.ringside.message.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** When a crash is first noticed, and by when everybody has noticed it. */
final class Detection implements Law {
  /*
   * The law is for uniformly random targets. Our prober goes round all members in random order, so the law itself is calculated
   * by a model of four lines, and what is measured on the real prober is that it is no slower, and the bound that only such an
   * order has: each observer reaches the dead node within 2(n-1)-1 of its own periods.
   */
  private static final String NAME = "detection";
  private static final int PERIOD = 100;
  private static final int NEVER_DEAD = 1_000_000;
  private static final double TOLERANCE = 0.02;
  private static final double SIGMAS = 4;

  /** Nobody helps, so that every probe is its sender's own. */
  private static final GossipConfig KNOBS = new GossipConfig(PERIOD, 40, 0, NEVER_DEAD, 1, 0, 4, Integer.MAX_VALUE);

  record Published(int nodes, double periods) {}

  private static final List<Published> ALL = List.of(
      new Published(5, 1.463), new Published(10, 1.530), new Published(100, 1.577));

  private final List<Published> published;

  Detection() {
    this(ALL);
  }

  /** With other expectations. */
  Detection(List<Published> published) {
    this.published = List.copyOf(published);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String statement() {
    return "SWIM: periods until a crash is first noticed, and until every observer has noticed";
  }

  @Override
  public Result measure(Effort effort) {
    return Result.of(published.parallelStream().map(each -> findings(each, effort)).flatMap(List::stream).toList());
  }

  private static List<Finding> findings(Published published, Effort effort) {
    int n = published.nodes;
    var random = effort.random(NAME + n);
    var findings = new ArrayList<Finding>();
    double uniform = IntStream.range(0, effort.trials()).map(i -> uniform(n, random)).average().orElseThrow();
    double noise = SIGMAS * deviation(n) / Math.sqrt(effort.trials()) / published.periods;
    findings.add(Finding.within(NAME, "n=" + n + " first, uniform targets (model)", published.periods, uniform,
        Math.max(TOLERANCE, noise), effort.trials()));
    int crashes = Math.max(2, effort.crashes() * ALL.get(0).nodes / n);
    effort.tell(NAME + " n=" + n + ": " + crashes + " crashes");
    List<Crash> seen = IntStream.range(0, crashes).mapToObj(i -> crash(n, random)).toList();
    double slack = TOLERANCE * published.periods + SIGMAS * deviation(n) / Math.sqrt(crashes);
    findings.add(Finding.atMost(NAME, "n=" + n + " first, real prober", published.periods,
        seen.stream().mapToInt(Crash::first).average().orElseThrow(), published.periods + slack, crashes));
    int bound = 2 * (n - 1) - 1;
    findings.add(Finding.atMost(NAME, "n=" + n + " last observer, own periods", bound,
        seen.stream().mapToInt(Crash::last).max().orElseThrow(), bound, (long) crashes * (n - 1)));
    return findings;
  }

  /** Of a geometric distribution. */
  private static double deviation(int n) {
    double chance = 1 - Math.pow(1 - 1.0 / (n - 1), n - 1);
    return Math.sqrt(1 - chance) / chance;
  }

  /** The period in which the first of n-1 observers hits the dead node, each choosing anew among its n-1 others. */
  static int uniform(int n, Random random) {
    for (int period = 1; ; period++) {
      for (int observer = 1; observer < n; observer++) {
        if (random.nextInt(n - 1) == 0) {
          return period;
        }
      }
    }
  }

  /** In which period the first and the last observer probed the dead node, counted from the crash. */
  private record Crash(int first, int last) {}

  private static Crash crash(int n, Random random) {
    var probes = new Probes();
    var cluster = new GossipWorld(n, node -> KNOBS, 0, random.nextLong(), probes);
    cluster.startAll();
    cluster.world().runFor((long) PERIOD * n + random.nextInt(PERIOD * n));
    probes.dead = cluster.node(1 + random.nextInt(n));
    cluster.crash(probes.dead);
    while (probes.reached.size() < n - 1) {
      cluster.world().runFor(PERIOD);
    }
    List<Integer> periods = probes.reached.values().stream().sorted().toList();
    return new Crash(periods.get(0), periods.get(n - 2));
  }

  /** Each observer's own probes since the crash, and at which of them it probed the dead node. One probe is one period. */
  private static final class Probes implements GossipWorld.Watcher {
    private final SortedMap<NodeId, Integer> own = new TreeMap<>();
    private final SortedMap<NodeId, Integer> reached = new TreeMap<>();
    private NodeId dead;

    @Override
    public void sends(NodeId from, NodeId to, Request<?> request) {
      if (dead != null && request instanceof Request.Probe) {
        int count = own.merge(from, 1, Integer::sum);
        if (to.equals(dead)) {
          reached.putIfAbsent(from, count);
        }
      }
    }
  }
}
