package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.ByteWriter;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.fault.FaultPlan;
import io.ringside.merkle.Leaves;
import io.ringside.merkle.TreeId;
import io.ringside.message.Failure;
import io.ringside.message.RepairReport;
import io.ringside.message.Request;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Content;
import io.ringside.version.Siblings;
import io.ringside.version.VersionCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three real nodes that all own everything, without a read after the damage. */
class AntiEntropyTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N3 = NodeId.of("n3");
  private static final int KEYS = 200;
  private static final long PATIENCE_MILLIS = 5000;

  private final List<Event> events = new ArrayList<>();
  private final List<Request<?>> sent = new ArrayList<>();
  private SimCluster cluster;

  @BeforeEach
  void start() {
    start("repair.confirmMillis=1000");
  }

  private void start(String assignment) {
    cluster = new SimCluster(3, 11, List.of("cluster.partitions=16", "hints.maxCount=1", assignment), new TraceHash(),
        logged -> events.add(logged.event()));
    cluster.start();
    cluster.network().watch((from, to, request) -> {
      if (!from.equals(to)) {
        sent.add(request);
      }
    });
  }

  private static Key key(int i) {
    return Key.of("key-" + i);
  }

  private void write(int from, int to) {
    for (int i = from; i < to; i++) {
      cluster.await(cluster.client(N1).put(key(i), Content.text("value-" + i)), PATIENCE_MILLIS);
    }
  }

  private void forget() {
    events.clear();
    sent.clear();
  }

  private long different() {
    long different = 0;
    for (int i = 0; i < KEYS; i++) {
      different += cluster.owners(key(i)).values().stream().distinct().count() > 1 ? 1 : 0;
    }
    return different;
  }

  private <E extends Event> List<E> told(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private long count(Class<? extends Request<?>> kind) {
    return sent.stream().filter(kind::isInstance).count();
  }

  @Test
  void inSyncOneComparisonOfRootsPerPairIsAll() {
    write(0, KEYS);
    cluster.runFor(20_000);
    forget();
    cluster.runFor(20_000);
    assertThat(count(Request.CompareRoots.class)).isPositive();
    assertThat(count(Request.ShowDigests.class) + count(Request.ShowEntries.class) + count(Request.Inspect.class)
        + count(Request.Store.class)).isZero();
    assertThat(told(Event.TreesDiffer.class)).isEmpty();
  }

  @Test
  void aDiskThatWasReplacedIsFilledWithoutARead() {
    write(0, KEYS);
    cluster.crash(N3);
    cluster.wipe(N3);
    cluster.await(cluster.restart(N3), PATIENCE_MILLIS);
    assertThat(different()).isEqualTo(KEYS);
    cluster.runFor(60_000);
    assertThat(different()).isZero();
  }

  @Test
  void aNodeThatHadForgottenIsSynchronisedOnceAllTreesAreEqual() {
    write(0, KEYS);
    cluster.crash(N3);
    cluster.wipe(N3);
    cluster.await(cluster.restart(N3), PATIENCE_MILLIS);
    assertThat(cluster.await(cluster.ask(N3, new Request.ShowStatus()), PATIENCE_MILLIS).amnesiac()).isTrue();
    cluster.runFor(60_000);
    assertThat(cluster.await(cluster.ask(N3, new Request.ShowStatus()), PATIENCE_MILLIS).amnesiac()).isFalse();
  }

  @Test
  void onlyWhatDiffersIsSent() {
    write(0, KEYS);
    cluster.runFor(10_000);
    cluster.setFaults(FaultPlan.NONE.partition(List.of(List.of(N1, NodeId.of("n2")), List.of(N3))));
    write(0, 10);
    cluster.setFaults(FaultPlan.NONE);
    forget();
    cluster.runFor(60_000);
    assertThat(different()).isZero();
    assertThat(told(Event.TreeRepaired.class)).hasSizeBetween(9, 12).allMatch(repaired -> repaired.target().equals(N3));
    assertThat(told(Event.TreesDiffer.class)).allMatch(differ -> differ.keys() <= 10);
  }

  /** Planted: ten records that one of three owners lacks; of one of them it is told by a hint. */
  @Test
  void whatDiffersIsToldInKeysAndBytesAndHowLongItTook() {
    start("repair.confirmMillis=20000");
    write(0, KEYS);
    cluster.runFor(10_000);
    cluster.setFaults(FaultPlan.NONE.partition(List.of(List.of(N1, NodeId.of("n2")), List.of(N3))));
    write(0, 10);
    forget();
    cluster.setFaults(FaultPlan.NONE);
    assertThat(towardsN3()).isEqualTo(RepairReport.Difference.NONE);
    RepairReport.Difference found = await(difference -> difference.keys() > 0 && difference.keys() == different());
    assertThat(found.keys()).isBetween(9L, 10L);
    assertThat(found.bytes()).isEqualTo(differentBytes());
    assertThat(found.openMillis()).as("it may be writes on their way").isEmpty();
    await(difference -> !told(Event.TreesConverged.class).isEmpty() && difference.trees() == 0);
    cluster.runFor(10_000);
    Event.TreesConverged told = told(Event.TreesConverged.class).get(0);
    assertThat(cluster.ring().members().stream().flatMap(node -> report(node).peers().stream()).map(RepairReport.Peer::difference))
        .allMatch(over -> over.trees() + over.keys() + over.bytes() == 0 && over.openMillis().isEmpty())
        .anyMatch(over -> over.tookMillis().equals(OptionalLong.of(told.tookMillis())));
    assertThat(told.keys()).isBetween(1L, found.keys());
    assertThat(told.bytes()).isBetween(1L, found.bytes());
    assertThat(told.tookMillis()).isBetween(20_000L, 60_000L);
    assertThat(told(Event.TreesDiffer.class)).isNotEmpty().allMatch(differ -> differ.unverifiedMillis() > 0);
  }

  /** Of what the first and the last node hold now, each key's larger record. */
  private long differentBytes() {
    long bytes = 0;
    for (int i = 0; i < KEYS; i++) {
      Siblings own = cluster.owners(key(i)).get(N1);
      Siblings theirs = cluster.owners(key(i)).get(N3);
      bytes += own.equals(theirs) ? 0 : Math.max(encoded(key(i), own), encoded(key(i), theirs));
    }
    return bytes;
  }

  private static int encoded(Key key, Siblings siblings) {
    var out = new ByteWriter().bytes(StoreKeys.data(key));
    VersionCodec.writeSiblings(out, siblings);
    return out.size();
  }

  private RepairReport.Difference towardsN3() {
    return report(N1).peers().stream().filter(peer -> peer.node().equals(N3)).findFirst().orElseThrow().difference();
  }

  private RepairReport report(NodeId node) {
    return cluster.await(cluster.ask(node, new Request.ShowRepair()), PATIENCE_MILLIS);
  }

  private RepairReport.Difference await(Predicate<RepairReport.Difference> wanted) {
    for (int tries = 0; tries < 600; tries++) {
      RepairReport.Difference now = towardsN3();
      if (wanted.test(now)) {
        return now;
      }
      cluster.runFor(100);
    }
    throw new AssertionError("it never came to that; now it is " + towardsN3());
  }

  @Test
  void anotherRingOrAnotherKindOfDigestCannotBeCompared() {
    long epoch = cluster.ring().epoch();
    assertRefused(new Request.CompareRoots(N1, epoch + 1, EntryDigest.VERSION, List.of()), "the rings differ");
    assertRefused(new Request.CompareRoots(N1, epoch, EntryDigest.VERSION + 1, List.of()), "digests");
  }

  @Test
  void treesThatAreNotHereAreRefused() {
    assertRefused(new Request.ShowDigests(new TreeId(16, 3), Optional.empty()), "does not own partition 16");
    assertRefused(new Request.ShowDigests(new TreeId(0, 7), Optional.empty()), "7 copies");
    assertRefused(new Request.ShowDigests(new TreeId(0, 3), Optional.of(32)), "no branch 32");
    assertRefused(new Request.ShowEntries(
        new TreeId(99, 3), new Leaves(0, 1), StoreKeys.merklePrefix(new TreeId(99, 3)), 10), "does not own partition 99");
  }

  private void assertRefused(Request<?> request, String reason) {
    assertThatThrownBy(() -> cluster.await(cluster.ask(N3, request), PATIENCE_MILLIS))
        .isInstanceOf(Failure.Refused.class).hasMessageContaining(reason);
  }

  /** A write on its way looks like a difference; it is gone when the record is looked at. */
  @Test
  void whatIsUnderWayIsNotRepaired() {
    write(0, KEYS);
    cluster.runFor(10_000);
    forget();
    for (int round = 0; round < 30; round++) {
      write(0, 20);
      cluster.runFor(100);
    }
    cluster.runFor(10_000);
    assertThat(told(Event.TreeRepaired.class)).isEmpty();
  }
}
