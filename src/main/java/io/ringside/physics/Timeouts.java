package io.ringside.physics;

import io.ringside.NodeId;
import io.ringside.config.GossipConfig;
import io.ringside.event.Event;
import io.ringside.gossip.Gossip;
import io.ringside.membership.Member;
import io.ringside.membership.Member.Status;
import io.ringside.message.News;
import io.ringside.message.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** How long a suspect has, and how often news is told: seen from outside, on a real gossiping node. */
final class Timeouts implements Law {
  private static final String NAME = "timeouts";
  private static final int PERIOD = 1000;
  private static final long INCARNATION = 5;
  private static final GossipConfig SWIM = new GossipConfig(PERIOD, 400, 3, 1, 1, 0, 4, PERIOD);
  private static final GossipConfig LIFEGUARD = new GossipConfig(500, 200, 3, 1, 4, 0, 4, 500);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String statement() {
    return "memberlist, Lifeguard: ms until a suspect is dead, and how often news is told";
  }

  @Override
  public Result measure(Effort effort) {
    var findings = new ArrayList<Finding>();
    findings.add(Finding.exact(NAME, "suspicion, multiplier 1, n=5, ms", 1000, suspicionMillis(5, SWIM, 1), 1));
    findings.add(Finding.exact(NAME, "suspicion, multiplier 1, n=50, ms", 1698, suspicionMillis(50, SWIM, 1), 1));
    findings.add(Finding.exact(NAME, "suspicion, multiplier 1, n=500, ms", 2698, suspicionMillis(500, SWIM, 1), 1));
    List<Integer> confirmed = List.of(2000, 1250, 811, 500);
    for (int confirmations = 0; confirmations < confirmed.size(); confirmations++) {
      findings.add(Finding.exact(NAME, "suspicion of 0.5 to 2 s, " + confirmations + " of 3 confirmations, ms",
          confirmed.get(confirmations), suspicionMillis(6, LIFEGUARD, 1 + confirmations), 1));
    }
    findings.add(Finding.exact(NAME, "told, multiplier 3, n=2", 3, timesTold(3, 2), 1));
    findings.add(Finding.exact(NAME, "told, multiplier 3, n=99", 6, timesTold(3, 99), 1));
    return Result.of(findings);
  }

  /** A lone node is told that another is suspected, by itself and so many in all; nobody refutes. */
  static long suspicionMillis(int nodes, GossipConfig knobs, int accusers) {
    var died = new ArrayList<Long>();
    var worlds = new ArrayList<GossipWorld>();
    var watcher = new GossipWorld.Watcher() {
      @Override
      public void believes(NodeId at, Event.ViewChanged change) {
        if (change.member().incarnation() == INCARNATION && change.member().status() == Status.DEAD) {
          died.add(worlds.get(0).world().nowMillis());
        }
      }
    };
    worlds.add(new GossipWorld(nodes, node -> knobs, 1, 1, watcher));
    GossipWorld cluster = worlds.get(0);
    Gossip gossip = cluster.at(cluster.node(1));
    gossip.start(1);
    NodeId suspect = cluster.node(nodes);
    var accusations = new TreeMap<NodeId, List<NodeId>>();
    accusations.put(suspect, cluster.nodes().subList(0, accusers));
    gossip.probe(new Request.Probe(
        cluster.node(2), new News(List.of(new Member(suspect, INCARNATION, Status.SUSPECT)), accusations)));
    cluster.world().runFor(10 * PERIOD);
    return died.get(0);
  }

  /** In how many answers to the same asker a piece of news comes. */
  static long timesTold(int multiplier, int nodes) {
    var knobs = new GossipConfig(PERIOD, 400, 3, 4, 6, 8, multiplier, PERIOD);
    var cluster = new GossipWorld(nodes, node -> knobs, 0, 1, GossipWorld.Watcher.NONE);
    Gossip gossip = cluster.at(cluster.node(1));
    gossip.start(1);
    NodeId asker = cluster.node(2);
    var news = new Member(asker, INCARNATION, Status.ALIVE);
    gossip.learn(asker, gossip.view().with(news));
    long told = 0;
    for (int ask = 0; ask < 100; ask++) {
      told += gossip.probe(new Request.Probe(asker, List.of())).result().members().contains(news) ? 1 : 0;
    }
    return told;
  }
}
