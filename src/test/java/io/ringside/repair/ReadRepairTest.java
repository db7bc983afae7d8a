package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.fault.FaultPlan;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.operation.Count;
import io.ringside.operation.Found;
import io.ringside.operation.Options;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.version.Content;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real nodes and coordinators; anti-entropy waits, so that whatever is mended is mended by reads. */
class ReadRepairTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final Key CART = Key.of("cart");
  private static final long PATIENCE_MILLIS = 5000;
  private static final String NO_HINTS = "hints.deliverPeriodMillis=600000";

  private final List<Event> events = new ArrayList<>();
  private final List<Request.Store> stores = new ArrayList<>();

  private SimCluster cluster(int nodes, String... settings) {
    var all = new ArrayList<>(List.of("cluster.partitions=16", "repair.periodMillis=3600000", "repair.confirmMillis=600000"));
    all.addAll(List.of(settings));
    var cluster = new SimCluster(nodes, 11, all, new TraceHash(), logged -> events.add(logged.event()));
    cluster.start();
    cluster.network().watch((from, to, request) -> {
      if (request instanceof Request.Store store && store.reason() == Reason.READ_REPAIR) {
        stores.add(store);
      }
    });
    return cluster;
  }

  private static void put(SimCluster cluster, NodeId at, Key key, String text) {
    cluster.await(cluster.client(at).put(key, Content.text(text)), PATIENCE_MILLIS);
  }

  private static Found get(SimCluster cluster, NodeId at, Key key, Options options) {
    return cluster.await(cluster.client(at).get(key, options), PATIENCE_MILLIS);
  }

  private static String only(Found found) {
    assertThat(found.siblings().versions()).hasSize(1);
    return found.siblings().versions().values().iterator().next().content().orElseThrow().body().utf8();
  }

  private long told(Class<? extends Event> kind) {
    return events.stream().filter(kind::isInstance).count();
  }

  private void mendNothing(SimCluster cluster, Key key, Options options) {
    events.clear();
    stores.clear();
    for (int i = 0; i < 100; i++) {
      assertThat(get(cluster, cluster.nodes().get(i % 2), key, options).kind()).isEqualTo(Found.Kind.VALUE);
    }
    cluster.runFor(2_000);
    assertThat(stores).isEmpty();
    assertThat(told(Event.ReadRepaired.class) + told(Event.ReadRepairSkipped.class) + told(Event.Stored.class)
        + told(Event.HintStored.class)).isZero();
  }

  @Test
  void aHundredReadsOfAHealthyKeyMendNothing() {
    var cluster = cluster(5, "buckets.many.n=5", "buckets.many.r=2", "buckets.many.w=2");
    put(cluster, N1, CART, "milk");
    put(cluster, N1, new Key("many", "cart"), "milk");
    cluster.runFor(1_000);
    mendNothing(cluster, CART, Options.DEFAULTS);
    mendNothing(cluster, CART, Options.DEFAULTS.withN(Count.of(2)));
    mendNothing(cluster, CART, Options.DEFAULTS.withN(Count.of(1)).withQuorum(Count.of(1)));
    mendNothing(cluster, CART, Options.DEFAULTS.withRepair(Options.Repair.BLOCKING));
    mendNothing(cluster, new Key("many", "cart"), Options.DEFAULTS);
  }

  @Test
  void norDoTheyWhileHintsArePendingForAnOwnerThatIsAway() {
    var cluster = cluster(5);
    NodeId away = cluster.ring().preferenceList(CART, 3).primaries().stream()
        .filter(owner -> !owner.equals(N1) && !owner.equals(N2)).findFirst().orElseThrow();
    cluster.crash(away);
    put(cluster, N1, CART, "milk");
    cluster.runFor(10_000);
    assertThat(cluster.hints().values().stream().mapToLong(Long::longValue).sum()).isPositive();
    mendNothing(cluster, CART, Options.DEFAULTS);
    mendNothing(cluster, CART, Options.DEFAULTS.withQuorum(Count.ALL));
    mendNothing(cluster, CART, Options.DEFAULTS.withN(Count.of(2)));
  }

  @Test
  void anOwnerThatIsBackIsMendedByTheFirstReadAndNotAgainThoughItsHintIsStillOnItsWay() {
    var cluster = cluster(3, NO_HINTS);
    NodeId n3 = NodeId.of("n3");
    cluster.crash(n3);
    put(cluster, N1, CART, "milk");
    cluster.await(cluster.restart(n3), PATIENCE_MILLIS);
    cluster.runFor(3_000);
    get(cluster, N1, CART, Options.DEFAULTS);
    cluster.runFor(1_000);
    assertThat(stores).hasSize(1);
    assertThat(cluster.hints().values().stream().mapToLong(Long::longValue).sum()).isPositive();
    mendNothing(cluster, CART, Options.DEFAULTS);
  }

  @Test
  void aStormOfReadsFillsALostDiskNoFasterThanTheBudgetAndFailsForNobody() {
    var cluster = cluster(3, "repair.readBudgetPercent=10", "repair.readBudgetBurst=20");
    for (int i = 0; i < 300; i++) {
      put(cluster, N1, Key.of("key-" + i), "value");
    }
    NodeId n3 = NodeId.of("n3");
    cluster.runFor(1_000); // The last write may still be on its way to n3, and would come back as a hint.
    cluster.crash(n3);
    cluster.wipe(n3);
    cluster.await(cluster.restart(n3), PATIENCE_MILLIS);
    cluster.runFor(3_000);
    events.clear();
    for (int i = 0; i < 300; i++) {
      assertThat(get(cluster, N1, Key.of("key-" + i), Options.DEFAULTS).kind()).isEqualTo(Found.Kind.VALUE);
    }
    cluster.runFor(1_000);
    assertThat(told(Event.ReadRepaired.class)).isBetween(40L, 50L);
    assertThat(told(Event.ReadRepaired.class) + told(Event.ReadRepairSkipped.class)).isEqualTo(300);
  }

  /** One owner alone has a write whose client was told that it may have happened; then that owner is gone. */
  private Found secondRead(Options options) {
    var cluster = cluster(3, NO_HINTS, "repair.readBudgetPercent=0");
    NodeId n3 = NodeId.of("n3");
    put(cluster, N1, CART, "old");
    cluster.runFor(1_000);
    var context = get(cluster, N1, CART, Options.DEFAULTS).context();
    cluster.setFaults(cluster.faults().withCut(N1, N2).withCut(N1, n3));
    cluster.client(N1).put(CART, Content.text("new"), context, Options.DEFAULTS.withQuorum(Count.of(1)));
    cluster.runFor(100);
    cluster.setFaults(FaultPlan.NONE);
    cluster.runFor(10_000);
    assertThat(only(get(cluster, N1, CART, options.withQuorum(Count.ALL)))).isEqualTo("new");
    cluster.crash(N1);
    cluster.runFor(10_000);
    return get(cluster, N2, CART, options);
  }

  @Test
  void aReadThatWaitsForItsRepairIsNeverFollowedByAnOlderOne() {
    assertThat(only(secondRead(Options.DEFAULTS))).isEqualTo("old");
    assertThat(only(secondRead(Options.DEFAULTS.withRepair(Options.Repair.BLOCKING)))).isEqualTo("new");
  }
}
