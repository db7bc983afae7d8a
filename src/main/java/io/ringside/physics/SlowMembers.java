package io.ringside.physics;

import io.ringside.NodeId;
import io.ringside.config.GossipConfig;
import io.ringside.event.Event;
import io.ringside.membership.Member.Status;
import io.ringside.sim.Distribution;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** How often healthy members take healthy members for dead since some others are slow: with Lifeguard and without. */
final class SlowMembers implements Law {
  private static final String NAME = "slow-members";
  private static final int PERIOD = 500;
  private static final GossipConfig WITH = new GossipConfig(PERIOD, 200, 3, 4, 6, 8, 4, 10_000);
  static final GossipConfig WITHOUT = new GossipConfig(PERIOD, 200, 3, 4, 1, 0, 4, 10_000);
  private static final double PUBLISHED = 50;
  private static final int SETTLING_MILLIS = 20_000;
  private static final int WATCHED_MILLIS = 300_000;

  /** What reaches a slow member, and what it sends, takes so long: three legs of a round trip are over any time-out. */
  private static final Distribution DELAY = Distribution.exponential(2_000);

  private final GossipConfig with;

  SlowMembers() {
    this(WITH);
  }

  /** With other knobs in place of Lifeguard's. */
  SlowMembers(GossipConfig with) {
    this.with = with;
  }

  /** A cluster of which so many are slow. */
  private record Case(int nodes, int slow) {}

  private static final List<Case> CASES = List.of(new Case(16, 1), new Case(32, 4), new Case(64, 8), new Case(128, 16));

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String statement() {
    return "Lifeguard: false deaths at healthy members while K others are slow, at least 50 times fewer";
  }

  @Override
  public Result measure(Effort effort) {
    return Result.of(CASES.stream().filter(each -> each.nodes <= effort.largestCluster())
        .parallel().map(each -> finding(each, effort)).toList());
  }

  private Finding finding(Case each, Effort effort) {
    effort.tell(NAME + " n=" + each.nodes + " K=" + each.slow);
    var random = effort.random(NAME + each.nodes);
    long seed = random.nextLong();
    long without = falseDeaths(each, WITHOUT, seed);
    long left = falseDeaths(each, with, seed);
    return Finding.atMost(NAME, "n=" + each.nodes + " K=" + each.slow + " of " + without + " false deaths, with Lifeguard",
        without / PUBLISHED, left, without / PUBLISHED, without);
  }

  private static long falseDeaths(Case each, GossipConfig knobs, long seed) {
    var count = new Count();
    var cluster = new GossipWorld(each.nodes, node -> knobs, 0, seed, count);
    cluster.startAll();
    cluster.world().runFor(SETTLING_MILLIS);
    List<NodeId> slow = cluster.nodes().subList(0, each.slow);
    slow.forEach(node -> cluster.slowDown(node, DELAY));
    count.healthy.addAll(cluster.nodes().subList(each.slow, each.nodes));
    cluster.world().runFor(WATCHED_MILLIS);
    return count.deaths;
  }

  /** Healthy members that are dead to healthy members. */
  private static final class Count implements GossipWorld.Watcher {
    private final SortedSet<NodeId> healthy = new TreeSet<>();
    private long deaths;

    @Override
    public void believes(NodeId at, Event.ViewChanged change) {
      if (change.member().status() == Status.DEAD && healthy.contains(at) && healthy.contains(change.member().node())) {
        deaths++;
      }
    }
  }
}
