package io.ringside.era;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.env.Env;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.message.DiskStart;
import io.ringside.message.EraReport;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.message.Request.StepEra.Step;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.sim.SimScheduler;
import io.ringside.storage.Batch;
import io.ringside.storage.DataStore;
import io.ringside.storage.MemoryDataStore;
import io.ringside.storage.PassingStore;
import io.ringside.testing.ScriptedTransport;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A node is in no era that its disk knows nothing of. */
class ErasTest {
  private static final NodeId SELF = NodeId.of("n1");
  private static final NodeId OTHER = NodeId.of("n2");
  private static final ConsistentHashRing RING = ConsistentHashRing.founding(new TreeSet<>(List.of(SELF, OTHER)), 8, 2);
  private static final int PARTITION = 3;
  private static final long COPIES = 3;
  private static final SortedMap<NodeId, DiskStart> RAISED_IN =
      new TreeMap<>(Map.of(SELF, new DiskStart(0, 0), OTHER, new DiskStart(7, 4)));

  private final Refusing store = new Refusing(new MemoryDataStore());
  private final SimScheduler scheduler = new SimScheduler();
  private final ScriptedTransport transport = new ScriptedTransport();
  private ClusterView view = ClusterView.founding(List.of(SELF, OTHER));
  private final Eras eras = eras();

  /** A store that takes nothing while the test says so. */
  private static final class Refusing extends PassingStore {
    private boolean refuses;

    Refusing(DataStore store) {
      super(store);
    }

    @Override
    public Future<Void> commit(Batch batch) {
      return refuses ? Future.failedFuture(new Failure.Unavailable("the disk is full")) : super.commit(batch);
    }
  }

  private Eras eras() {
    return new Eras(new Env(SELF, transport, scheduler, new Random(1), event -> { }), 1000, RING, store, () -> view,
        Eras.Duties.NONE);
  }

  private Future<EraReport> step(long era, Step step) {
    return eras.step(new Request.StepEra(PARTITION, era, step, COPIES, step == Step.MARK ? RAISED_IN : new TreeMap<>()));
  }

  private EraReport taken(long era, Step step) {
    return step(era, step).result();
  }

  @Test
  void aMarkThatTheDiskDidNotTakeIsNoneForASecondOneEither() {
    taken(1, Step.PREPARE);
    taken(1, Step.RAISE);
    store.refuses = true;
    assertThat(step(1, Step.MARK).failed()).isTrue();
    store.refuses = false;
    EraReport again = taken(1, Step.MARK);
    assertThat(again.done()).isFalse();
    assertThat(again.reaped()).isEqualTo(Request.FIRST_ERA);
  }

  @Test
  void aPromiseThatTheDiskDidNotTakeIsNone() {
    store.refuses = true;
    assertThat(step(1, Step.PREPARE).failed()).isTrue();
    assertThat(eras.report(PARTITION).promised()).isEqualTo(Request.FIRST_ERA);
    store.refuses = false;
    assertThat(taken(1, Step.PREPARE).done()).isTrue();
  }

  @Test
  void whatTheDiskDidNotTakeWasNotRaised() {
    taken(1, Step.PREPARE);
    store.refuses = true;
    assertThat(step(1, Step.RAISE).failed()).isTrue();
    store.refuses = false;
    assertThat(eras.report(PARTITION).era()).isEqualTo(Request.FIRST_ERA);
    assertThat(taken(1, Step.MARK).done()).isFalse();
    assertThat(taken(1, Step.RAISE).done()).isTrue();
  }

  @Test
  void aMarkThatIsOnDiskIsDoneTwiceAndTellsTheStarts() {
    taken(1, Step.PREPARE);
    assertThat(taken(1, Step.RAISE).raisedIn()).containsOnlyKeys(SELF);
    assertThat(taken(1, Step.MARK).done()).isTrue();
    assertThat(taken(1, Step.MARK).done()).isTrue();
    Eras later = eras();
    later.load();
    assertThat(later.reaped(OTHER).get(PARTITION).raisedIn()).contains(new DiskStart(7, 4));
  }

  /** Found by a swarm (seed 1165156): it suspected both others, asked none of them, and would not answer either of them. */
  @Test
  void whoSuspectsEverybodyAsksThemAllTheSame() {
    view = view.with(new Member(OTHER, Member.firstIncarnation(1), Member.Status.SUSPECT));
    transport.on(OTHER, request -> Future.succeededFuture(new EraReport(2, 2, 0, new TreeMap<>(), false)));
    Key key = keyIn(PARTITION);
    eras.load();
    var worked = new Failure.Refused("it was let through to its work");
    assertThat(eras.show(new Request.Inspect(key, 2), () -> Future.failedFuture(worked)).cause()).isSameAs(worked);
    assertThat(eras.report(PARTITION).era()).isEqualTo(2);
  }

  @Test
  void whoMayNotBeTheOnlyOneInItsStartGoesAlongWithNothing() {
    var alone = new boolean[1];
    var unsure = new Eras(new Env(SELF, transport, scheduler, new Random(1), event -> { }), 1000, RING, store, () -> view,
        new Eras.Duties() {
          @Override
          public boolean keepsForOthers(int partition) {
            return false;
          }

          @Override
          public boolean isOnlyOneInItsStart() {
            return alone[0];
          }

          @Override
          public DiskStart present() {
            return new DiskStart(0, 0);
          }

          @Override
          public Future<Void> forget(SortedMap<Integer, Optional<DiskStart>> raised) {
            return Future.succeededFuture();
          }
        });
    var prepare = new Request.StepEra(PARTITION, 1, Step.PREPARE, COPIES, new TreeMap<>());
    var raise = new Request.StepEra(PARTITION, 1, Step.RAISE, COPIES, new TreeMap<>());
    assertThat(unsure.step(prepare).result().done()).isFalse();
    alone[0] = true;
    assertThat(unsure.step(prepare).result().done()).isTrue();
    alone[0] = false;
    assertThat(unsure.step(raise).result().done()).isFalse();
    alone[0] = true;
    assertThat(unsure.step(raise).result().done()).isTrue();
  }

  private static Key keyIn(int partition) {
    return IntStream.range(0, 1000).mapToObj(i -> Key.of("key-" + i)).filter(key -> RING.partitionOf(key) == partition)
        .findFirst().orElseThrow();
  }

  @Test
  void aMemberThatRaisedOnADiskFromBeforeItsLatestStartEndsTheEra() {
    taken(1, Step.PREPARE);
    taken(1, Step.RAISE);
    view = view.with(new Member(OTHER, Member.firstIncarnation(5), Member.Status.ALIVE));
    assertThat(taken(1, Step.MARK).done()).isFalse();
    assertThat(eras.report(PARTITION).reaped()).isEqualTo(Request.FIRST_ERA);
  }
}
