package io.ringside.reap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Watch;
import io.ringside.event.Event;
import io.ringside.fault.FaultPlan;
import io.ringside.message.Failure;
import io.ringside.message.RepairReport;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.operation.Found;
import io.ringside.operation.Options;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Five real nodes that forget what was deleted as soon as they may. */
class ReaperTest {
  private static final Key CART = Key.of("cart");
  private static final long PATIENCE_MILLIS = 5000;
  private static final long DAY_MILLIS = 86_400_000;

  private final List<Event> events = new ArrayList<>();
  private final Watch watch = new Watch();
  private final SimCluster cluster = new SimCluster(5, 7,
      List.of("cluster.partitions=8", "deletes.reapAfterSeconds=5", "deletes.periodMillis=500"), new TraceHash(), logged -> {
        events.add(logged.event());
        watch.saw(logged);
      });
  private final List<NodeId> walk = cluster.ring().preferenceList(CART, 3).nodes();

  @BeforeEach
  void start() {
    cluster.start();
    put("milk");
  }

  @AfterEach
  void nothingWasViolated() {
    assertThat(watch.violations()).isEmpty();
    assertThat(cluster.bugs()).isEmpty();
  }

  private CausalContext put(String text) {
    return cluster.await(cluster.client(walk.get(4)).put(CART, Content.text(text)), PATIENCE_MILLIS).context();
  }

  private void delete() {
    cluster.await(cluster.client(walk.get(4)).delete(CART), PATIENCE_MILLIS);
  }

  private Found get(NodeId node) {
    return cluster.await(cluster.client(node).get(CART), PATIENCE_MILLIS);
  }

  private long reaped() {
    return events.stream().filter(Event.Reaped.class::isInstance).count();
  }

  private Siblings owned() {
    SortedMap<NodeId, Siblings> owners = cluster.owners(CART);
    assertThat(owners.values()).containsOnly(owners.get(owners.firstKey()));
    return owners.get(owners.firstKey());
  }

  @Test
  void aTombstoneGoesWhenItsTimeHasCome() {
    delete();
    cluster.runFor(4000);
    assertThat(owned().isDeleted()).isTrue();
    cluster.runFor(6000);
    assertThat(owned()).isEqualTo(Siblings.NONE);
    assertThat(reaped()).isEqualTo(3);
    assertThat(get(walk.get(3)).kind()).isEqualTo(Found.Kind.NOT_FOUND);
  }

  @Test
  void whatHasExpiredGoesToo() {
    delete();
    cluster.await(cluster.client(walk.get(0)).put(
        CART, Content.text("soon gone"), CausalContext.EMPTY, Options.DEFAULTS.withTtlMillis(3000)), PATIENCE_MILLIS);
    cluster.runFor(7000);
    assertThat(owned().isEmpty()).isFalse();
    cluster.runFor(6000);
    assertThat(owned()).isEqualTo(Siblings.NONE);
  }

  private RepairReport.Deletes deletesOf(NodeId node) {
    return cluster.await(cluster.ask(node, new Request.ShowRepair()), PATIENCE_MILLIS).deletes();
  }

  @Test
  void eachOwnerSaysHowManyWaitAndForHowLongAndHowManyAreGone() {
    cluster.runFor(2000);
    assertThat(deletesOf(walk.get(0))).isEqualTo(new RepairReport.Deletes(true, 0, 0, 0));
    delete();
    cluster.runFor(2000);
    for (NodeId owner : walk.subList(0, 3)) {
      assertThat(deletesOf(owner).waiting()).isEqualTo(1);
      assertThat(deletesOf(owner).oldestMillis()).isBetween(1900L, 2200L);
    }
    assertThat(deletesOf(walk.get(3))).isEqualTo(new RepairReport.Deletes(true, 0, 0, 0));
    cluster.runFor(8000);
    for (NodeId owner : walk.subList(0, 3)) {
      assertThat(deletesOf(owner)).isEqualTo(new RepairReport.Deletes(true, 0, 0, 1));
    }
  }

  @Test
  void theyAreCountedWhileAMemberIsAwayTooAndAfterARestart() {
    NodeId away = walk.get(4);
    cluster.crash(away);
    cluster.await(cluster.client(walk.get(0)).delete(CART), PATIENCE_MILLIS);
    cluster.runFor(60_000);
    assertThat(deletesOf(walk.get(0)).waiting()).isEqualTo(1);
    assertThat(deletesOf(walk.get(0)).oldestMillis()).isBetween(59_000L, 61_000L);
    cluster.crash(walk.get(0));
    cluster.await(cluster.restart(walk.get(0)), PATIENCE_MILLIS);
    cluster.runFor(2000);
    assertThat(deletesOf(walk.get(0)).waiting()).isEqualTo(1);
    assertThat(deletesOf(walk.get(0)).oldestMillis()).isGreaterThan(60_000L);
  }

  @Test
  void whatWillExpireIsCountedWhenItHas() {
    cluster.await(cluster.client(walk.get(4)).put(Key.of("session"), Content.text("soon gone"), CausalContext.EMPTY,
        Options.DEFAULTS.withTtlMillis(3000)), PATIENCE_MILLIS);
    NodeId owner = cluster.ring().preferenceList(Key.of("session"), 3).nodes().get(0);
    cluster.runFor(2000);
    assertThat(deletesOf(owner).waiting()).isZero();
    cluster.runFor(3000);
    assertThat(deletesOf(owner).waiting()).isEqualTo(1);
    assertThat(deletesOf(owner).oldestMillis()).isBetween(1500L, 2500L);
  }

  @Test
  void whatLivesStays() {
    cluster.runFor(60_000);
    assertThat(reaped()).isZero();
    assertThat(get(walk.get(3)).kind()).isEqualTo(Found.Kind.VALUE);
  }

  @Test
  void theKeyCanBeWrittenAgainAndDeletedAgain() {
    for (int round = 1; round <= 3; round++) {
      delete();
      cluster.runFor(12_000);
      assertThat(reaped()).isEqualTo(3 * round);
      put("eggs");
      cluster.runFor(1000);
      assertThat(owned().versions()).hasSize(1);
    }
  }

  @Test
  void aMemberThatIsAwayIsWaitedForHoweverLong() {
    NodeId away = walk.get(4);
    cluster.pause(away, 3 * DAY_MILLIS);
    cluster.runFor(60_000);
    cluster.await(cluster.client(walk.get(0)).delete(CART), PATIENCE_MILLIS);
    cluster.runFor(DAY_MILLIS);
    assertThat(reaped()).isZero();
    cluster.runFor(2 * DAY_MILLIS + 120_000);
    assertThat(owned()).isEqualTo(Siblings.NONE);
  }

  @Test
  void aHintOfThePartitionIsWaitedFor() {
    NodeId owner = walk.get(2);
    cluster.setFaults(FaultPlan.NONE.partition(List.of(walk.stream().filter(node -> !node.equals(owner)).toList(), List.of(owner))));
    cluster.runFor(20_000);
    delete();
    cluster.runFor(60_000);
    assertThat(reaped()).isZero();
    cluster.setFaults(FaultPlan.NONE);
    cluster.runFor(60_000);
    assertThat(owned()).isEqualTo(Siblings.NONE);
  }

  private static Request.Mint lateMint(Optional<NodeId> standsInFor) {
    return new Request.Mint(CART, CausalContext.EMPTY, RequestId.of("late"), Optional.of(Content.text("milk")), standsInFor);
  }

  /** A copy, or a mint, that was on its way, or in somebody's memory, when the tombstone was reaped. */
  @Test
  void aCopyOfWhatWasDeletedIsTurnedAway() {
    Siblings before = owned();
    delete();
    cluster.runFor(12_000);
    assertThat(owned()).isEqualTo(Siblings.NONE);
    for (NodeId node : walk.subList(0, 3)) {
      assertThatThrownBy(() -> cluster.await(cluster.ask(node, new Request.Store(CART, before, Reason.WRITE)), PATIENCE_MILLIS))
          .isInstanceOf(Failure.Outdated.class);
      assertThatThrownBy(() -> cluster.await(cluster.ask(node, lateMint(Optional.empty())), PATIENCE_MILLIS))
          .isInstanceOf(Failure.Outdated.class);
    }
    assertThatThrownBy(() -> cluster.await(
        cluster.ask(walk.get(3), lateMint(Optional.of(walk.get(0)))), PATIENCE_MILLIS)).isInstanceOf(Failure.Outdated.class);
    assertThatThrownBy(() -> cluster.await(
        cluster.ask(walk.get(3), new Request.Hint(walk.get(0), CART, before)), PATIENCE_MILLIS)).isInstanceOf(Failure.Outdated.class);
  }

  @Test
  void aDiskFromBeforeTheReapingBringsNothingBack() {
    cluster.snapshot(walk.get(1));
    delete();
    cluster.runFor(12_000);
    assertThat(owned()).isEqualTo(Siblings.NONE);
    cluster.crash(walk.get(1));
    cluster.rollBack(walk.get(1));
    watch.lostData(walk.get(1));
    cluster.await(cluster.restart(walk.get(1)), PATIENCE_MILLIS);
    cluster.runFor(30_000);
    assertThat(owned()).isEqualTo(Siblings.NONE);
    assertThat(get(walk.get(1)).kind()).isEqualTo(Found.Kind.NOT_FOUND);
  }

  /** It finds nobody who could tell it, and learns of it when it is asked in an era that it does not know. */
  @Test
  void aDiskFromBeforeThatStartsAloneBringsNothingBackEither() {
    NodeId alone = walk.get(1);
    cluster.snapshot(alone);
    delete();
    cluster.runFor(12_000);
    cluster.crash(alone);
    cluster.rollBack(alone);
    watch.lostData(alone);
    cluster.setFaults(FaultPlan.NONE.partition(List.of(walk.stream().filter(node -> !node.equals(alone)).toList(), List.of(alone))));
    cluster.await(cluster.restart(alone), PATIENCE_MILLIS);
    cluster.runFor(5000);
    assertThat(cluster.owners(CART).get(alone).isEmpty()).isFalse();
    cluster.setFaults(FaultPlan.NONE);
    cluster.runFor(60_000);
    assertThat(owned()).isEqualTo(Siblings.NONE);
    assertThat(get(alone).kind()).isEqualTo(Found.Kind.NOT_FOUND);
  }

  /**
   * Found by a reviewer: one link loses the step for ten minutes, and each try is one more promise that all others keep. The first
   * owner, its disk replaced, began again at the first era, and came nearer by one with each try.
   */
  @Test
  void aFirstOwnerThatHasForgottenWhatWasPromisedReapsAllTheSame() {
    NodeId first = walk.get(0);
    delete();
    cluster.network().cutKind(first, walk.get(4), "StepEra");
    cluster.runFor(600_000);
    assertThat(reaped()).isZero();
    cluster.network().healKinds();
    cluster.crash(first);
    cluster.wipe(first);
    watch.lostData(first);
    cluster.await(cluster.restart(first), PATIENCE_MILLIS);
    cluster.runFor(60_000);
    assertThat(owned()).isEqualTo(Siblings.NONE);
  }

  /** Batches of ten: one in each period of a second would have taken forty of them, and one for each partition of the others. */
  @Test
  void manyAreForgottenWithoutWaitingForTheNextPeriod() {
    var many = new SimCluster(3, 7, List.of("cluster.partitions=8", "deletes.reapAfterSeconds=5", "deletes.batchLimit=10"),
        new TraceHash(), logged -> { });
    many.start();
    List<Key> keys = IntStream.range(0, 400).mapToObj(i -> Key.of("key-" + i)).toList();
    var client = many.client(many.nodes().get(0));
    keys.forEach(key -> many.await(client.put(key, Content.text("milk")), PATIENCE_MILLIS));
    keys.forEach(key -> many.await(client.delete(key), PATIENCE_MILLIS));
    many.runFor(5000 + 10_000);
    assertThat(keys).allMatch(key -> many.owners(key).values().stream().allMatch(Siblings::isEmpty));
    assertThat(many.bugs()).isEmpty();
  }
}
