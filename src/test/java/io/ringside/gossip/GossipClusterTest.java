package io.ringside.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringside.NodeId;
import io.ringside.fault.FaultPlan;
import io.ringside.membership.Member.Status;
import io.ringside.sim.Link;
import io.ringside.testing.Seeds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole clusters in virtual time: what the protocol promises of crashes, partitions and loss. */
class GossipClusterTest {
  private static final int PERIOD = GossipCluster.KNOBS.periodMillis();
  private static final NodeId N1 = GossipCluster.node(1);
  private static final NodeId N2 = GossipCluster.node(2);
  private static final long MINUTE = 60_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 16, 64})
  void aQuietClusterAgreesAndSuspectsNobody(int nodes) {
    var cluster = new GossipCluster(nodes, 1);
    cluster.world.runUntil(2 * MINUTE);
    assertTrue(cluster.agree());
    assertEquals(0, cluster.count(Status.SUSPECT));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 16, 64})
  void aCrashIsKnownToAllWithinTheBound(int nodes) {
    Seeds.run(nodes > 5 ? 4 : 20, seed -> {
      var cluster = new GossipCluster(nodes, seed);
      cluster.world.runUntil(MINUTE + seed * 37);
      cluster.crash(N2);
      long bound = boundMillis(nodes);
      cluster.runUntil("all know of the crash", bound, () -> cluster.allBelieve(N2, Status.DEAD));
      assertTrue(cluster.agree() || nodes == 2);
      assertEquals(0, cluster.changes.stream()
          .filter(change -> !change.is(Status.ALIVE) && !change.event().member().node().equals(N2)).count());
    });
  }

  /**
   * Two passes until everybody's probe has met it, one period of silence, the suspicion that all confirm, and ten periods for the news
   * to reach all.
   */
  private static long boundMillis(int nodes) {
    return (2L * (nodes - 1) - 1 + 1 + 10) * PERIOD + SuspicionLimits.of(GossipCluster.KNOBS, nodes).shortestMillis();
  }

  @Test
  void aRestartedNodeIsAliveToAllAtOnce() {
    Seeds.run(20, seed -> {
      var cluster = new GossipCluster(5, seed);
      cluster.world.runUntil(MINUTE);
      cluster.crash(N2);
      cluster.runUntil("death", MINUTE, () -> cluster.allBelieve(N2, Status.DEAD));
      cluster.start(N2);
      cluster.runUntil("return", 6 * PERIOD, () -> cluster.allBelieve(N2, Status.ALIVE) && cluster.agree());
      assertEquals(2, cluster.at(N1).view().of(N2).start());
    });
  }

  @Test
  void aRestartBeforeAnybodyNoticedEndsInTheNewStart() {
    var cluster = new GossipCluster(5, 1);
    cluster.world.runUntil(MINUTE);
    cluster.crash(N2);
    cluster.start(N2);
    cluster.runUntil("agreement", 10 * PERIOD, () -> cluster.agree() && cluster.at(N1).view().of(N2).start() == 2);
    assertEquals(0, cluster.count(Status.DEAD));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 16, 64})
  void afterAPartitionHealsAllAgreeThatAllAreAlive(int nodes) {
    Seeds.run(nodes > 5 ? 2 : 20, seed -> {
      var cluster = new GossipCluster(nodes, seed);
      cluster.world.runUntil(MINUTE);
      List<NodeId> few = cluster.nodes(1, nodes * 2 / 5);
      List<NodeId> many = cluster.nodes(nodes * 2 / 5 + 1, nodes);
      cluster.network.setFaults(FaultPlan.NONE.partition(List.of(few, many)));
      cluster.world.runFor(2 * MINUTE);
      few.forEach(here -> many.forEach(there -> {
        assertEquals(Status.DEAD, cluster.belief(here, there));
        assertEquals(Status.DEAD, cluster.belief(there, here));
      }));
      cluster.changes.clear();
      cluster.network.setFaults(FaultPlan.NONE);
      cluster.runUntil("agreement", 20_000, cluster::agree);
      assertEquals(0, cluster.count(Status.DEAD), "nobody is declared dead by healing");
    });
  }

  @Test
  void healingDoesNotMakeASideSuspectItsOwn() {
    Seeds.run(20, seed -> {
      var cluster = new GossipCluster(5, seed);
      List<NodeId> few = cluster.nodes(1, 2);
      List<NodeId> many = cluster.nodes(3, 5);
      cluster.world.runUntil(MINUTE);
      cluster.network.setFaults(FaultPlan.NONE.partition(List.of(few, many)));
      cluster.world.runFor(MINUTE);
      cluster.changes.clear();
      cluster.network.setFaults(FaultPlan.NONE);
      cluster.world.runFor(MINUTE);
      assertTrue(cluster.agree());
      assertEquals(List.of(), cluster.changes.stream().filter(change -> !change.is(Status.ALIVE)).toList());
    });
  }

  @Test
  void aOneWayCutCausesAtMostOneSuspicionWhichIsRefuted() {
    Seeds.run(20, seed -> {
      var cluster = new GossipCluster(5, seed);
      cluster.world.runUntil(MINUTE);
      cluster.network.setFaults(FaultPlan.NONE.withCut(N1, N2));
      cluster.world.runFor(5 * MINUTE);
      assertTrue(cluster.count(Status.SUSPECT) <= 5, "one suspicion, seen by each");
      assertEquals(0, cluster.count(Status.DEAD));
      assertTrue(cluster.agree());
    });
  }

  @Test
  void lossDoublingAndReorderingKillNobody() {
    Seeds.run(5, seed -> {
      var cluster = new GossipCluster(5, seed);
      cluster.network.setUsualLink(Link.of(1, 20).with(0.03, 0.05));
      cluster.world.runUntil(10 * MINUTE);
      assertEquals(0, cluster.count(Status.DEAD));
      cluster.network.setUsualLink(Link.LOCAL);
      cluster.runUntil("agreement", MINUTE, cluster::agree);
    });
  }

  @Test
  void whoSeesEverybodyDeadComesBackWithTheNetwork() {
    var cluster = new GossipCluster(5, 3);
    cluster.world.runUntil(MINUTE);
    cluster.network.setFaults(FaultPlan.NONE.partition(List.of(List.of(N1), cluster.nodes(2, 5))));
    cluster.world.runFor(2 * MINUTE);
    assertEquals(4, cluster.at(N1).view().members().values().stream().filter(member -> !member.isAlive()).count());
    cluster.network.setFaults(FaultPlan.NONE);
    cluster.runUntil("agreement", 20_000, cluster::agree);
  }

  @Test
  void aQuietClusterCostsTwoMessagesPerNodeAndPeriodWhateverItsSize() {
    for (int nodes : List.of(5, 64)) {
      var cluster = new GossipCluster(nodes, 1);
      cluster.world.runUntil(MINUTE);
      long before = cluster.trace.count();
      cluster.world.runFor(MINUTE);
      double sentAndDelivered = cluster.trace.count() - before;
      double messages = sentAndDelivered / 2 / nodes / (MINUTE / (double) PERIOD);
      assertEquals(2 + 2 * PERIOD / 10_000.0, messages, 0.1, "a probe, its answer, and rare exchanges of views");
    }
  }

  /** Its clock runs on, and it hears nothing: all seem silent to it, and it must not be believed. */
  @Test
  void oneThatHearsNothingKillsNobodyElse() {
    Seeds.run(5, seed -> {
      var cluster = new GossipCluster(16, seed);
      cluster.world.runUntil(MINUTE);
      cluster.nodes(2, 16).forEach(node -> {
        cluster.network.setLink(node, N1, Link.of(1500, 2000));
        cluster.network.setLink(N1, node, Link.of(1500, 2000));
      });
      cluster.world.runFor(2 * MINUTE);
      assertEquals(List.of(), cluster.changes.stream()
          .filter(change -> change.is(Status.DEAD) && !change.event().member().node().equals(N1)).toList());
    });
  }

  @Test
  void theSameSeedGivesTheSameTraceAndAnotherSeedAnother() {
    assertEquals(traceOf(7), traceOf(7));
    assertNotEquals(traceOf(7), traceOf(8));
  }

  private static String traceOf(long seed) {
    var cluster = new GossipCluster(5, seed);
    cluster.network.setUsualLink(Link.LOCAL.with(0.03, 0.05));
    cluster.world.runUntil(MINUTE);
    cluster.crash(N2);
    cluster.world.runFor(MINUTE);
    cluster.start(N2);
    cluster.world.runFor(MINUTE);
    return cluster.trace.toString();
  }
}
