package io.ringside.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.HintsConfig;
import io.ringside.env.Env;
import io.ringside.era.Eras;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member.Status;
import io.ringside.membership.Member;
import io.ringside.message.Ack;
import io.ringside.message.Failure;
import io.ringside.message.HintCounts;
import io.ringside.message.Request;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.ring.PreferenceList;
import io.ringside.sim.SimScheduler;
import io.ringside.storage.Batch;
import io.ringside.storage.DataStore;
import io.ringside.storage.MemoryDataStore;
import io.ringside.storage.Page;
import io.ringside.storage.PassingStore;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.testing.ScriptedTransport;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One node that keeps hints for A and B, which are away at first. */
class HintedHandoffTest {
  private static final NodeId SELF = NodeId.of("self");
  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");
  private static final Key CART = Key.of("cart");
  private static final int PERIOD = 1000;
  /** Long enough for a few batches. */
  private static final int SOON = 50;

  private static final int LIMIT_MILLIS = 500;
  private static final ConsistentHashRing RING = ConsistentHashRing.founding(new TreeSet<>(List.of(A, B, SELF)), 8, 2);
  private static final int BATCH = 2;
  private static final int RATE = 1000;
  private static final int DUTY_PERCENT = 50;
  private static final int BACK_OFF_MILLIS = 4 * PERIOD;

  private final SimScheduler scheduler = new SimScheduler();
  private final ScriptedTransport transport = new ScriptedTransport();
  private final List<Event> events = new ArrayList<>();
  private final MemoryDataStore store = new MemoryDataStore();
  private ClusterView view = ClusterView.founding(List.of(A, B, SELF));
  private List<NodeId> owners = List.of(A, B);
  private HintedHandoff handoff = handoff(store, 100);

  private HintedHandoff handoff(DataStore disk, int maxCount) {
    var env = new Env(SELF, transport, scheduler, new Random(1), events::add);
    var config = new HintsConfig(1, maxCount, PERIOD, BATCH, RATE, DUTY_PERCENT, BACK_OFF_MILLIS);
    var eras = new Eras(env, LIMIT_MILLIS, RING, disk, () -> view, Eras.Duties.NONE);
    return new HintedHandoff(env, config, LIMIT_MILLIS, disk, () -> view,
        key -> new PreferenceList(RING.partitionOf(key), owners, List.of(), List.of()), eras);
  }

  @BeforeEach
  void allAreAway() {
    becomes(A, Status.DEAD);
    becomes(B, Status.DEAD);
    handoff.start();
  }

  private void becomes(NodeId node, Status status) {
    view = view.with(new Member(node, view.of(node).incarnation() + 1, status));
  }

  private static Siblings written(String... texts) {
    Siblings siblings = Siblings.NONE;
    for (String text : texts) {
      siblings = siblings.put(Actor.of("n1"), new Version(CausalContext.EMPTY, RequestId.of(text), 0, Optional.of(Content.text(text))));
    }
    return siblings;
  }

  private Future<Ack> keep(NodeId target, Key key, Siblings siblings) {
    return handoff.keep(target, key, old -> new HintedHandoff.Kept<>(old.merge(SELF, siblings), Ack.STORED));
  }

  private List<Key> delivered(NodeId target) {
    return transport.sent().stream().filter(sent -> sent.to().equals(target))
        .map(sent -> ((Request.Store) sent.request()).key()).toList();
  }

  private int onDisk() {
    return store.scan(Space.HINTS, Bytes.EMPTY, Bytes.EMPTY, 1000).result().entries().size();
  }

  private <E extends Event> List<E> told(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void aHintIsKeptWhileItsTargetIsAway() {
    assertThat(keep(A, CART, written("milk")).result()).isEqualTo(Ack.STORED);
    scheduler.runFor(10 * PERIOD);
    assertThat(handoff.pending()).containsOnlyKeys(A).containsEntry(A, 1L);
    assertThat(handoff.of(CART).result()).containsOnlyKeys(A).containsEntry(A, written("milk"));
    assertThat(transport.sent()).isEmpty();
  }

  @Test
  void hintsOfOneKeyForOneTargetAreOneMerged() {
    keep(A, CART, written("milk"));
    keep(A, CART, written("milk", "eggs"));
    keep(B, CART, written("milk"));
    assertThat(handoff.of(CART).result().get(A)).isEqualTo(written("milk", "eggs"));
    assertThat(handoff.pending().values()).containsExactly(1L, 1L);
  }

  @Test
  void aTargetThatIsBackGetsItsHintsAndOnlyItsOwn() {
    keep(A, CART, written("milk"));
    keep(B, CART, written("milk"));
    transport.on(A, request -> Future.succeededFuture(Ack.STORED));
    becomes(A, Status.ALIVE);
    scheduler.runFor(PERIOD);
    assertThat(transport.sent(Request.Store.class)).containsExactly(
        new Request.Store(CART, written("milk"), Request.Store.Reason.HINT_DELIVERY));
    assertThat(handoff.pending()).containsOnlyKeys(B);
    assertThat(told(Event.HintDelivered.class)).containsExactly(new Event.HintDelivered(A, CART));
    assertThat(onDisk()).isEqualTo(1);
  }

  @Test
  void aHintThatGrewWhileItWasOnItsWayStaysForTheNextRound() {
    keep(A, CART, written("milk"));
    becomes(A, Status.ALIVE);
    scheduler.runFor(PERIOD);
    keep(A, CART, written("milk", "eggs"));
    transport.lastTo(A).answer(Ack.STORED);
    assertThat(handoff.pending()).containsKey(A);
    assertThat(told(Event.HintDelivered.class)).isEmpty();

    transport.on(A, request -> Future.succeededFuture(Ack.STORED));
    scheduler.runFor(PERIOD);
    assertThat(transport.sent(Request.Store.class)).last().extracting(Request.Store::siblings).isEqualTo(written("milk", "eggs"));
    assertThat(onDisk()).isZero();
  }

  @Test
  void aTargetIsNotOfferedMoreWhileOneDeliveryIsUnderWay() {
    keep(A, CART, written("milk"));
    becomes(A, Status.ALIVE);
    scheduler.runFor(5 * PERIOD);
    assertThat(transport.sent()).hasSize(1);
  }

  @Test
  void hintsAreDeliveredABatchAtATime() {
    keepFive();
    becomes(A, Status.ALIVE);
    scheduler.runFor(PERIOD);
    assertThat(delivered(A)).hasSize(BATCH);
    transport.on(A, request -> Future.succeededFuture(Ack.STORED));
    transport.sent().forEach(sent -> sent.answer(Ack.STORED));
    scheduler.runFor(SOON);
    assertThat(delivered(A)).doesNotHaveDuplicates().hasSize(5);
    assertThat(handoff.pending()).isEmpty();
  }

  private void keepFive() {
    for (String name : List.of("k1", "k2", "k3", "k4", "k5")) {
      keep(A, Key.of(name), written("milk"));
    }
  }

  @Test
  void aHintThatIsRefusedStaysAndHoldsNobodyUp() {
    keepFive();
    transport.on(A, request -> ((Request.Store) request).key().equals(Key.of("k1"))
        ? Future.failedFuture(new Failure.Refused("another ring")) : Future.succeededFuture(Ack.STORED));
    becomes(A, Status.ALIVE);
    scheduler.runFor(PERIOD + SOON);
    assertThat(handoff.pending()).containsEntry(A, 1L);
    assertThat(handoff.of(Key.of("k1")).result()).containsKey(A);
    assertThat(told(Event.BackgroundFailed.class)).hasSize(1);
  }

  @Test
  void aHintThatCannotBeReadIsABugAndHoldsNobodyUp() {
    keepFive();
    store.commit(Batch.put(Space.HINTS, StoreKeys.hint(A, Key.of("k1")), Bytes.utf8("no record")));
    transport.on(A, request -> Future.succeededFuture(Ack.STORED));
    becomes(A, Status.ALIVE);
    scheduler.runFor(PERIOD + SOON);
    assertThat(delivered(A)).containsExactly(Key.of("k2"), Key.of("k3"), Key.of("k4"), Key.of("k5"));
    assertThat(told(Event.Bug.class)).hasSize(1);
  }

  @Test
  void aTargetThatFallsSilentIsLeftInPeaceUntilTheNextRound() {
    keepFive();
    transport.silence(A);
    becomes(A, Status.ALIVE);
    scheduler.runFor(PERIOD);
    assertThat(delivered(A)).hasSize(BATCH);
    assertThat(handoff.pending()).containsEntry(A, 5L);
    transport.on(A, request -> Future.succeededFuture(Ack.STORED));
    scheduler.runFor(3 * PERIOD);
    assertThat(handoff.pending()).isEmpty();
  }

  @Test
  void thereIsNoRoomBeyondTheCountAndItIsSaidLoudly() {
    handoff = handoff(store, 1);
    keep(A, CART, written("milk"));
    assertThat(keep(A, Key.of("other"), written("milk")).cause()).isInstanceOf(Failure.Unavailable.class);
    assertThat(keep(B, CART, written("milk")).cause()).isInstanceOf(Failure.Unavailable.class);
    assertThat(told(Event.HintDropped.class)).containsExactly(
        new Event.HintDropped(A, Key.of("other"), Event.HintDropped.TOO_MANY),
        new Event.HintDropped(B, CART, Event.HintDropped.TOO_MANY));
    assertThat(onDisk()).isEqualTo(1);
    assertThat(handoff.counts().dropped()).containsExactly(entry(Event.HintDropped.TOO_MANY, 2L));
  }

  @Test
  void oneThatIsBeingWrittenTakesItsRoomAlready() {
    handoff = handoff(store, 1);
    var meanwhile = new ArrayList<Future<Ack>>();
    Future<Ack> first = handoff.keep(A, CART, old -> {
      meanwhile.add(keep(B, CART, written("milk")));
      return new HintedHandoff.Kept<>(old.merge(SELF, written("milk")), Ack.STORED);
    });
    assertThat(first.result()).isEqualTo(Ack.STORED);
    assertThat(meanwhile.get(0).cause()).isInstanceOf(Failure.Unavailable.class);
    assertThat(onDisk()).isEqualTo(1);
  }

  @Test
  void aHintThatIsThereMayGrowThoughThereIsNoRoomForAnother() {
    handoff = handoff(store, 1);
    keep(A, CART, written("milk"));
    assertThat(keep(A, CART, written("milk", "eggs")).result()).isEqualTo(Ack.STORED);
    assertThat(handoff.of(CART).result().get(A)).isEqualTo(written("milk", "eggs"));
    assertThat(told(Event.HintDropped.class)).isEmpty();
  }

  @Test
  void thereIsNoRoomBeyondTheBytesUntilSomeAreDelivered() {
    keep(A, CART, written("x".repeat(1 << 20)));
    assertThat(keep(B, CART, written("milk")).cause()).isInstanceOf(Failure.Unavailable.class);
    transport.on(A, request -> Future.succeededFuture(Ack.STORED));
    becomes(A, Status.ALIVE);
    scheduler.runFor(PERIOD);
    assertThat(keep(B, CART, written("milk")).result()).isEqualTo(Ack.STORED);
  }

  @Test
  void aChangeThatRefusesKeepsNothing() {
    Future<Ack> refused = handoff.keep(A, CART, old -> {
      throw new Failure.Refused(Failure.Refused.Why.LIMIT, "too many siblings");
    });
    assertThat(refused.cause()).isInstanceOf(Failure.Refused.class);
    assertThat(handoff.pending()).isEmpty();
    assertThat(onDisk()).isZero();
  }

  @Test
  void hintsOfAnEarlierStartAreCountedAgainAndDelivered() {
    keepFive();
    handoff.stop();
    handoff = handoff(store.reopened(), 5);
    handoff.start();
    assertThat(handoff.pending()).containsEntry(A, 5L);
    assertThat(keep(B, CART, written("milk")).cause()).isInstanceOf(Failure.Unavailable.class);
    transport.on(A, request -> Future.succeededFuture(Ack.STORED));
    becomes(A, Status.ALIVE);
    scheduler.runFor(PERIOD + SOON);
    assertThat(delivered(A)).hasSize(5);
  }

  @Test
  void aStoppedNodeSendsNoFurtherBatch() {
    keepFive();
    becomes(A, Status.ALIVE);
    scheduler.runFor(PERIOD);
    handoff.stop();
    transport.sent().forEach(sent -> sent.answer(Ack.STORED));
    scheduler.runFor(10 * PERIOD);
    assertThat(delivered(A)).hasSize(BATCH);
    assertThat(handoff.pending()).containsEntry(A, 5L - BATCH);
  }

  private Future<?> stored(Request<?> request) {
    return Future.succeededFuture(Ack.STORED);
  }

  /** So many hints for A, k0 and on. */
  private void keepMany(int count) {
    for (int i = 0; i < count; i++) {
      keep(A, Key.of(String.format("k%03d", i)), written("milk"));
    }
  }

  @Test
  void noMoreHintsGoToATargetThanTheRateAllows() {
    handoff = handoff(store, 5_000);
    handoff.start();
    keepMany(3000);
    transport.on(A, this::stored);
    becomes(A, Status.ALIVE);
    scheduler.runFor(PERIOD);
    int before = delivered(A).size();
    scheduler.runFor(1_000);
    assertThat(delivered(A).size() - before).isBetween(RATE - BATCH, RATE + BATCH);
  }

  @Test
  void aSlowTargetIsOfferedHalfOfTheTimeOnly() {
    keepMany(100);
    transport.on(A, request -> {
      Promise<Ack> slow = Promise.promise();
      scheduler.after(100, () -> slow.complete(Ack.STORED));
      return slow.future();
    });
    becomes(A, Status.ALIVE);
    scheduler.runFor(PERIOD);
    int before = delivered(A).size();
    scheduler.runFor(2_000);
    assertThat(delivered(A).size() - before).isBetween(8 * BATCH, 11 * BATCH);
  }

  @Test
  void aDeliveryThatWasBrokenOffGoesOnBehindWhereItWas() {
    keepFive();
    transport.on(A, request -> ((Request.Store) request).key().equals(Key.of("k2"))
        ? Future.failedFuture(new Failure.Unavailable("overloaded")) : Future.succeededFuture(Ack.STORED));
    becomes(A, Status.ALIVE);
    scheduler.runFor(PERIOD);
    assertThat(delivered(A)).containsExactly(Key.of("k1"), Key.of("k2"));
    scheduler.runFor(2 * PERIOD);
    assertThat(delivered(A)).startsWith(Key.of("k1"), Key.of("k2"), Key.of("k3"), Key.of("k4"), Key.of("k5"));
    assertThat(handoff.pending()).containsEntry(A, 1L);
  }

  @Test
  void aTargetThatDoesNotTakeItsHintsIsAskedLessAndLessOftenButNeverForgotten() {
    keep(A, CART, written("milk"));
    transport.silence(A);
    becomes(A, Status.ALIVE);
    scheduler.runFor(100 * PERIOD);
    int tries = delivered(A).size();
    assertThat(tries).isBetween(20, 50);
    transport.on(A, this::stored);
    scheduler.runFor(BACK_OFF_MILLIS + PERIOD);
    assertThat(handoff.pending()).isEmpty();
  }

  @Test
  void aHintWhoseTargetIsNoOwnerAnyMoreGoesToThePresentOwners() {
    keep(A, CART, written("milk"));
    keep(B, CART, written("milk"));
    handoff.stop();
    owners = List.of(B, SELF);
    handoff = handoff(store.reopened(), 100);
    transport.on(B, this::stored).on(SELF, this::stored);
    handoff.start();
    scheduler.runFor(PERIOD);
    assertThat(transport.sent()).extracting(ScriptedTransport.Sent::to).containsExactly(B, SELF);
    assertThat(transport.sent(Request.Store.class)).allMatch(sent ->
        sent.siblings().equals(written("milk")) && sent.reason() == Request.Store.Reason.REROUTE);
    assertThat(told(Event.HintRerouted.class)).containsExactly(new Event.HintRerouted(A, CART, owners));
    assertThat(handoff.pending()).containsOnlyKeys(B);
    assertThat(handoff.counts()).isEqualTo(new HintCounts(2, 0, 0, 1, new TreeMap<>()));
  }

  @Test
  void aHintIsReroutedOnlyWhenAllPresentOwnersHaveIt() {
    keep(A, CART, written("milk"));
    handoff.stop();
    owners = List.of(B, SELF);
    handoff = handoff(store.reopened(), 100);
    transport.silence(B).on(SELF, this::stored);
    handoff.start();
    scheduler.runFor(10 * PERIOD);
    assertThat(told(Event.HintRerouted.class)).isEmpty();
    assertThat(handoff.pending()).containsOnlyKeys(A);
    transport.on(B, this::stored);
    scheduler.runFor(BACK_OFF_MILLIS + PERIOD);
    assertThat(told(Event.HintRerouted.class)).hasSize(1);
    assertThat(handoff.pending()).isEmpty();
  }

  @Test
  void whatWasFoundAndCreatedIsDeliveredOrPending() {
    keepFive();
    keep(A, Key.of("k1"), written("milk", "eggs"));
    assertThat(handoff.counts()).isEqualTo(new HintCounts(0, 5, 0, 0, new TreeMap<>()));
    handoff.stop();
    handoff = handoff(store.reopened(), 100);
    handoff.start();
    assertThat(told(Event.HintsFound.class)).last().isEqualTo(new Event.HintsFound(5));
    keep(B, CART, written("milk"));
    transport.on(A, this::stored);
    becomes(A, Status.ALIVE);
    scheduler.runFor(PERIOD + SOON);
    assertThat(handoff.counts()).isEqualTo(new HintCounts(5, 1, 5, 0, new TreeMap<>()));
    assertThat(handoff.counts().pending()).isEqualTo(1);
  }

  @Test
  void aHintThatCannotBeReadHoldsUpNobody() {
    for (String name : List.of("a", "b", "c")) {
      keep(A, Key.of(name), written("milk"));
    }
    transport.on(A, request -> Future.succeededFuture(Ack.STORED));
    handoff.stop();
    handoff = handoff(unreadableAt(StoreKeys.hint(A, Key.of("b"))), 100);

    assertThat(handoff.start().succeeded()).isTrue();
    becomes(A, Status.ALIVE);
    scheduler.runFor(20 * PERIOD);

    assertThat(delivered(A)).containsExactly(Key.of("a"), Key.of("c"));
  }

  /** The store, of which one hint has rotted: scans end before it, or fail where they would begin with it. */
  @SuppressWarnings("unchecked") // a scan's answer is a page
  private DataStore unreadableAt(Bytes bad) {
    Class<?>[] seam = {DataStore.class};
    return (DataStore) Proxy.newProxyInstance(DataStore.class.getClassLoader(), seam, (proxy, method, args) -> {
      if (method.isDefault()) {
        return InvocationHandler.invokeDefault(proxy, method, args);
      }
      Object answer = method.invoke(store, args);
      return method.getName().equals("scan") ? ((Future<Page>) answer).compose(page -> endingBefore(bad, page)) : answer;
    });
  }

  private static Future<Page> endingBefore(Bytes bad, Page page) {
    List<Page.Entry> good = page.entries().stream().takeWhile(entry -> !entry.key().equals(bad)).toList();
    if (good.size() == page.entries().size()) {
      return Future.succeededFuture(page);
    }
    return good.isEmpty()
        ? Future.failedFuture(new Failure.Unreadable("rotten", Optional.of(bad)))
        : Future.succeededFuture(new Page(good, true));
  }

  /** Both travel together, and either may be the last to arrive. */
  @Test
  void largeHintsHaveTheTimeThatTheyTake() {
    keep(A, CART, written("x".repeat(300 * 1024)));
    keep(A, Key.of("list"), written("x".repeat(200 * 1024)));
    keep(B, CART, written("milk"));
    becomes(A, Status.ALIVE);
    becomes(B, Status.ALIVE);
    scheduler.runFor(PERIOD);
    assertThat(transport.sent()).filteredOn(sent -> sent.to().equals(A)).hasSize(2)
        .allSatisfy(sent -> assertThat(sent.limitMillis()).isBetween(LIMIT_MILLIS + 500L, LIMIT_MILLIS + 510L));
    assertThat(transport.sent()).filteredOn(sent -> sent.to().equals(B)).singleElement()
        .satisfies(sent -> assertThat(sent.limitMillis()).isEqualTo(LIMIT_MILLIS));
  }

  /** Of which partition the one is that cannot be read nobody knows; and a moment later it may be readable. */
  @Test
  void hintsThatCouldNotBeCountedMayBeOfAnyPartitionUntilTheNextStart() {
    keep(A, CART, written("milk"));
    Bytes bad = StoreKeys.hint(A, CART);
    var isRotten = new AtomicBoolean(true);
    var passing = new PassingStore(store) {
      @Override
      public Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit) {
        return inner.scan(space, prefix, after, limit).compose(page ->
            isRotten.get() ? endingBefore(bad, page) : Future.succeededFuture(page));
      }
    };
    handoff = handoff(passing, 100);
    handoff.start();
    assertThat(handoff.pending()).isEmpty();
    assertThat(partitions()).allMatch(handoff::mayHaveHints);
    assertThat(told(Event.HintsUnreadable.class)).containsExactly(new Event.HintsUnreadable(1));

    isRotten.set(false);
    assertThat(partitions()).allMatch(handoff::mayHaveHints);
    handoff.stop();
    handoff = handoff(passing, 100);
    handoff.start();
    assertThat(partitions()).filteredOn(handoff::mayHaveHints).containsExactly(RING.partitionOf(CART));
  }

  @Test
  void whatCouldNotBeCountedIsForgottenAllTheSame() {
    keep(A, CART, written("milk"));
    handoff = handoff(new PassingStore(store) {
      private int scans;

      @Override
      public Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit) {
        return scans++ == 0
            ? Future.failedFuture(new Failure.Unreadable("it may pass")) : inner.scan(space, prefix, after, limit);
      }
    }, 100);
    handoff.start();
    assertThat(handoff.forget(new TreeSet<>(List.of(RING.partitionOf(CART))), record -> Record.NONE).succeeded()).isTrue();
    assertThat(onDisk()).isZero();
  }

  private static List<Integer> partitions() {
    return IntStream.range(0, RING.partitions()).boxed().toList();
  }
}
