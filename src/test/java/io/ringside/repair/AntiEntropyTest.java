package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.fault.FaultPlan;
import io.ringside.merkle.Leaves;
import io.ringside.merkle.TreeId;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final SimCluster cluster = new SimCluster(3, 11, List.of("cluster.partitions=16", "hints.maxCount=1"), new TraceHash(),
      logged -> events.add(logged.event()));

  @BeforeEach
  void start() {
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
