package io.ringside.physics;

import io.ringside.NodeId;
import io.ringside.config.GossipConfig;
import io.ringside.gossip.Gossip;
import io.ringside.membership.ClusterView;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * In how many cycles of push-pull everybody knows. The views and their merging are the real ones; the cycles are in step, as in
 * the law, while a running node exchanges at moments of its own.
 */
final class Spread implements Law {
  private static final String NAME = "spread";
  private static final GossipConfig KNOBS = new GossipConfig(1000, 400, 3, 4, 6, 8, 4, 1000);
  private static final int SCALE = 16;
  private static final double ROUNDING = 0.05;
  private static final double SIGMAS = 4;

  /** Of the number of cycles, seen in any size. */
  private static final double DEVIATION = 0.8;

  record Published(int nodes, double cycles) {}

  private static final List<Published> ALL = List.of(
      new Published(16, 4.2), new Published(64, 6.0), new Published(256, 7.7), new Published(1024, 9.2));

  private final List<Published> published;

  Spread() {
    this(ALL);
  }

  /** With other expectations. */
  Spread(List<Published> published) {
    this.published = List.copyOf(published);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String statement() {
    return "Push-pull: mean cycles until everybody knows";
  }

  @Override
  public Result measure(Effort effort) {
    return Result.of(published.parallelStream().filter(each -> each.nodes <= effort.largestSpread())
        .map(each -> finding(each, effort)).toList());
  }

  private static Finding finding(Published published, Effort effort) {
    var random = effort.random(NAME + published.nodes);
    int runs = Math.max(10, effort.crashes() * SCALE / published.nodes);
    effort.tell(NAME + " n=" + published.nodes + ": " + runs + " rumours");
    double mean = IntStream.range(0, runs).map(i -> cycles(published.nodes, random)).average().orElseThrow();
    double slack = ROUNDING + 0.02 * published.cycles + SIGMAS * DEVIATION / Math.sqrt(runs);
    return Finding.within(NAME, "n=" + published.nodes, published.cycles, mean, slack / published.cycles, runs);
  }

  /** In each cycle every node exchanges views, as they were when it began, with one other. */
  static int cycles(int n, Random random) {
    var cluster = new GossipWorld(n, node -> KNOBS, 0, random.nextLong(), GossipWorld.Watcher.NONE);
    NodeId first = cluster.node(1);
    cluster.at(first).start(1);
    for (int cycle = 1; ; cycle++) {
      List<ClusterView> before = cluster.nodes().stream().map(node -> cluster.at(node).view()).toList();
      for (int caller = 0; caller < n; caller++) {
        int other = (caller + 1 + random.nextInt(n - 1)) % n;
        exchange(cluster, before, caller, other);
        exchange(cluster, before, other, caller);
      }
      if (cluster.nodes().stream().map(cluster::at).map(Gossip::view).allMatch(view -> view.of(first).start() == 1)) {
        return cycle;
      }
    }
  }

  private static void exchange(GossipWorld cluster, List<ClusterView> before, int from, int to) {
    cluster.at(cluster.nodes().get(to)).learn(cluster.nodes().get(from), before.get(from));
  }
}
