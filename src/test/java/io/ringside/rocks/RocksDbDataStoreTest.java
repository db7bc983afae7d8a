package io.ringside.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.config.DataConfig;
import io.ringside.config.DataConfig.Durability;
import io.ringside.message.Failure;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStoreContract;
import io.ringside.storage.Space;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDbDataStoreTest extends DataStoreContract {
  private final ExecutorService context = Executors.newSingleThreadExecutor(task -> new Thread(task, "the-context"));

  @TempDir Path directory;

  @Override
  protected RocksDbDataStore open() {
    return open(config(Durability.SYNC, 10_000), context);
  }

  @AfterEach
  void closeContext() {
    context.shutdownNow();
  }

  @Test
  void aReopenedStoreHoldsWhatWasWritten() {
    put(Space.DATA, "k", "v");
    put(Space.HINTS, "h", "w");
    await(store.close());

    store = open();

    assertThat(get(Space.DATA, "k")).contains("v");
    assertThat(get(Space.HINTS, "h")).contains("w");
  }

  @Test
  void anAbandonedStoreHoldsWhatWasAcknowledged() {
    put(Space.DATA, "k", "v");
    await(((RocksDbDataStore) store).abandon());

    store = open();

    assertThat(get(Space.DATA, "k")).contains("v");
  }

  @Test
  void aFullStoreFailsWritesUntilItIsOpenedAgainAndAnswersReads() {
    put(Space.DATA, "k", "v");
    ((RocksDbDataStore) store).fill();

    for (int i = 0; i < 2; i++) {
      assertThat(failureOf(store.commit(Batch.put(Space.DATA, bytes("k"), bytes("w")))))
          .isInstanceOf(Failure.Unavailable.class).hasMessageContaining("No space left on device");
    }
    assertThat(get(Space.DATA, "k")).contains("v");
    await(store.close());

    store = open();
    put(Space.DATA, "k", "x");
    assertThat(get(Space.DATA, "k")).contains("x");
  }

  @Test
  void whatWaitsWhenTheStoreIsAbandonedFailsAndIsNotWritten() throws Exception {
    var gate = new Gate();
    Future<Void> held = store.update(Space.DATA, bytes("held"), gate);
    gate.awaitArrival();
    Future<Void> waiting = store.commit(Batch.put(Space.DATA, bytes("waiting"), bytes("v")));

    Future<Void> abandoned = ((RocksDbDataStore) store).abandon();
    assertThat(failureOf(waiting)).isInstanceOf(Failure.Unavailable.class);
    gate.open();
    await(held);
    await(abandoned);

    store = open();
    assertThat(get(Space.DATA, "waiting")).isEmpty();
  }

  @Test
  void answersComeOnTheNodesContext() {
    var threads = CompletableFuture.supplyAsync(() -> List.of(
        store.get(Space.DATA, bytes("k")).map(any -> Thread.currentThread().getName()),
        increment("k").map(any -> Thread.currentThread().getName()),
        store.scan(Space.DATA, Bytes.EMPTY, Bytes.EMPTY, 1).map(any -> Thread.currentThread().getName())), context);

    assertThat(threads.join().stream().map(DataStoreContract::await)).containsOnly("the-context");
  }

  @Test
  void aGroupIsAnsweredInOneHopAndFlushedOnce() throws Exception {
    await(store.close());
    var hops = new AtomicInteger();
    RocksDbDataStore counted = open(config(Durability.SYNC, 10_000), task -> {
      hops.incrementAndGet();
      context.execute(task);
    });
    store = counted;
    RocksDbStats before = await(counted.stats());
    var gate = new Gate();
    Future<Void> first = counted.update(Space.STATE, bytes("gate"), gate);
    gate.awaitArrival();
    List<Future<Integer>> group = IntStream.range(0, 100).mapToObj(i -> increment("k" + i % 10)).toList();
    int hopsBefore = hops.get();
    gate.open();
    await(first);
    group.forEach(DataStoreContract::await);

    int hopsForBoth = hops.get() - hopsBefore;
    RocksDbStats after = await(counted.stats());

    assertThat(hopsForBoth).isEqualTo(2);
    assertThat(after.groups() - before.groups()).isEqualTo(2);
    assertThat(after.syncs() - before.syncs()).isEqualTo(2);
    assertThat(get(Space.DATA, "k3")).contains("10");
  }

  @Test
  void underAsyncWhatANodeKnowsOfItselfIsFlushedBeforeItsAnswer() {
    await(store.close());
    RocksDbDataStore async = open(config(Durability.ASYNC, 10_000), context);
    store = async;
    long before = await(async.stats()).syncs();

    await(async.commit(Batch.put(Space.STATE, bytes("era/5"), bytes("7"))));

    assertThat(await(async.stats()).syncs() - before).isOne();
  }

  @Test
  void underAsyncAWriteIsNotFlushedBeforeItsAnswer() {
    await(store.close());
    RocksDbDataStore async = open(config(Durability.ASYNC, 10_000), context);
    store = async;
    long before = await(async.stats()).syncs();

    for (int i = 0; i < 50; i++) {
      await(increment("k"));
    }

    assertThat(await(async.stats()).syncs() - before).isLessThan(5);
    await(async.close());
    store = open();
    assertThat(get(Space.DATA, "k")).contains("50");
  }

  @Test
  void writesBeyondTheQueueAreRefusedAsOverload() throws Exception {
    await(store.close());
    store = open(config(Durability.SYNC, 3), context);
    var gate = new Gate();
    Future<Void> held = store.update(Space.STATE, bytes("gate"), gate);
    gate.awaitArrival();
    List<Future<Integer>> accepted = IntStream.range(0, 3).mapToObj(i -> increment("k")).toList();

    Future<Integer> refused = increment("k");

    assertThat(refused.isComplete()).isTrue();
    assertThat(failureOf(refused)).isInstanceOf(Failure.Unavailable.class).hasMessageContaining("queue is full");
    gate.open();
    await(held);
    assertThat(accepted.stream().map(DataStoreContract::await)).containsExactly(1, 2, 3);
  }

  @Test
  void anErrorInAChangeDoesNotEndTheWriter() {
    Future<Object> failing = store.update(Space.DATA, bytes("k"), old -> {
      throw new StackOverflowError("planted");
    });

    assertThat(failureOf(failing)).isInstanceOf(StackOverflowError.class);
    assertThat(await(increment("k"))).isEqualTo(1);
  }

  @Test
  void aListenerThatThrowsTakesNoOthersAnswer() throws Exception {
    var gate = new Gate();
    Future<Void> held = store.update(Space.STATE, bytes("gate"), gate);
    gate.awaitArrival();
    var group = new ArrayList<Future<Integer>>();
    for (int i = 0; i < 5; i++) {
      group.add(increment("k" + i));
      group.get(i).onSuccess(any -> {
        throw new IllegalStateException("planted in a listener");
      });
    }
    gate.open();
    await(held);

    assertThat(group.stream().map(DataStoreContract::await)).containsOnly(1);
  }

  @Test
  void manyThreadsMayWriteAtOnce() {
    List<Future<Integer>> updates = IntStream.range(0, 4_000).parallel().mapToObj(i -> increment("counter")).toList();

    assertThat(updates.stream().map(DataStoreContract::await)).doesNotHaveDuplicates();
    assertThat(get(Space.DATA, "counter")).contains("4000");
  }

  private RocksDbDataStore open(DataConfig config, Executor context) {
    return RocksDbDataStore.open(config, "test", NodeId.of("n1"), context);
  }

  private DataConfig config(Durability durability, int writeQueueLimit) {
    return new DataConfig(directory.resolve("n1"), durability, 16, 8, writeQueueLimit, 256, Path.of("backups"), 16);
  }

  /** A change that holds the writer until it is let go. */
  private static final class Gate implements Change<Void> {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    @Override
    public Outcome<Void> apply(Optional<Bytes> old) {
      arrived.countDown();
      try {
        opened.await();
      } catch (InterruptedException thrown) {
        throw new IllegalStateException(thrown);
      }
      return new Outcome<>(null, Batch.put(Space.STATE, Bytes.utf8("gate"), Bytes.EMPTY));
    }

    void awaitArrival() throws InterruptedException {
      arrived.await();
    }

    void open() {
      opened.countDown();
    }
  }
}
