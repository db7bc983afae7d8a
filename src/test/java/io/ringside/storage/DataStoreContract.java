package io.ringside.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Bytes;
import io.ringside.message.Failure;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DataStore} promises. A store's own test extends this and says how to open one. */
public abstract class DataStoreContract {
  protected DataStore store;

  /** An empty store. */
  protected abstract DataStore open() throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() {
    await(store.close());
  }

  @Test
  void whatWasPutIsGot() {
    put(Space.DATA, "k", "v");

    assertThat(get(Space.DATA, "k")).contains("v");
    assertThat(get(Space.DATA, "other")).isEmpty();
    assertThat(get(Space.HINTS, "k")).isEmpty();
  }

  @Test
  void aClearedSpaceIsEmptyAndTheOthersAreNot() {
    put(Space.DATA, "k", "v");
    put(Space.MERKLE, "m", "w");
    Future<Void> before = store.commit(Batch.put(Space.MERKLE, bytes("before"), bytes("w")));
    Future<Void> cleared = store.clear(Space.MERKLE);
    Future<Void> after = store.commit(Batch.put(Space.MERKLE, bytes("after"), bytes("w")));
    await(before);
    await(cleared);
    await(after);

    assertThat(get(Space.DATA, "k")).contains("v");
    assertThat(get(Space.MERKLE, "m")).isEmpty();
    assertThat(get(Space.MERKLE, "before")).isEmpty();
    assertThat(get(Space.MERKLE, "after")).contains("w");
  }

  @Test
  void whatWasDeletedIsGone() {
    put(Space.DATA, "k", "v");
    await(store.commit(Batch.delete(Space.DATA, bytes("k"))));

    assertThat(get(Space.DATA, "k")).isEmpty();
  }

  @Test
  void anEmptyValueIsAValue() {
    put(Space.DATA, "k", "");

    assertThat(get(Space.DATA, "k")).contains("");
  }

  @Test
  void aKeyHasAtLeastOneByte() {
    assertThatThrownBy(() -> Batch.put(Space.DATA, Bytes.EMPTY, bytes("v"))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBatchWritesInSeveralSpaces() {
    await(store.commit(Batch.put(Space.DATA, bytes("k"), bytes("data"))
        .and(Batch.put(Space.HINTS, bytes("k"), bytes("hints")))
        .and(Batch.put(Space.STATE, bytes("k"), bytes("state")))));

    assertThat(get(Space.DATA, "k")).contains("data");
    assertThat(get(Space.HINTS, "k")).contains("hints");
    assertThat(get(Space.STATE, "k")).contains("state");
  }

  @Test
  void inABatchTheLaterEditOfAKeyWins() {
    await(store.commit(Batch.put(Space.DATA, bytes("k"), bytes("1"))
        .and(Batch.delete(Space.DATA, bytes("k")))
        .and(Batch.put(Space.DATA, bytes("k"), bytes("3")))));

    assertThat(get(Space.DATA, "k")).contains("3");
  }

  @Test
  void anEmptyBatchIsCommitted() {
    await(store.commit(Batch.EMPTY));
  }

  @Test
  void updatesOfOneKeySeeEachOther() {
    List<Future<Integer>> updates = IntStream.range(0, 1_000).mapToObj(i -> increment("counter")).toList();

    assertThat(updates.stream().map(DataStoreContract::await)).containsExactlyElementsOf(
        IntStream.rangeClosed(1, 1_000).boxed().toList());
    assertThat(get(Space.DATA, "counter")).contains("1000");
  }

  @Test
  void updatesAndCommitsOfOneKeyHappenInTheOrderTheyWereAskedFor() {
    Future<Integer> first = increment("counter");
    Future<Void> reset = store.commit(Batch.put(Space.DATA, bytes("counter"), bytes("10")));
    Future<Integer> second = increment("counter");
    Future<Void> removal = store.commit(Batch.delete(Space.DATA, bytes("counter")));
    Future<Integer> third = increment("counter");

    assertThat(await(first)).isEqualTo(1);
    await(reset);
    assertThat(await(second)).isEqualTo(11);
    await(removal);
    assertThat(await(third)).isEqualTo(1);
  }

  @Test
  void anUpdateSeesWhatAnotherKeysUpdateWroteToIt() {
    store.update(Space.DATA, bytes("a"), old ->
        new Change.Outcome<>(null, Batch.put(Space.HINTS, bytes("b"), bytes("from a"))));

    Change<String> look = old -> new Change.Outcome<>(old.orElseThrow().utf8(), Batch.EMPTY);
    String seen = await(store.update(Space.HINTS, bytes("b"), look));
    assertThat(seen).isEqualTo("from a");
  }

  @Test
  void anUpdateThatWritesNothingChangesNothing() {
    put(Space.DATA, "k", "v");

    Change<String> look = old -> new Change.Outcome<>("seen " + old.orElseThrow().utf8(), Batch.EMPTY);
    String seen = await(store.update(Space.DATA, bytes("k"), look));

    assertThat(seen).isEqualTo("seen v");
    assertThat(get(Space.DATA, "k")).contains("v");
  }

  @Test
  void aChangeThatThrowsFailsAloneAndWritesNothing() {
    var thrown = new IllegalStateException("planted");
    Future<Integer> before = increment("counter");
    Future<Object> failing = store.update(Space.DATA, bytes("counter"), old -> {
      throw thrown;
    });
    Future<Integer> after = increment("counter");

    assertThat(await(before)).isEqualTo(1);
    assertThat(failureOf(failing)).isSameAs(thrown);
    assertThat(await(after)).isEqualTo(2);
  }

  @Test
  void getAllAnswersInTheOrderOfTheQuestion() {
    put(Space.DATA, "a", "1");
    put(Space.DATA, "c", "3");

    assertThat(await(store.getAll(Space.DATA, List.of(bytes("c"), bytes("b"), bytes("a"), bytes("c")))))
        .containsExactly(Optional.of(bytes("3")), Optional.empty(), Optional.of(bytes("1")), Optional.of(bytes("3")));
    assertThat(await(store.getAll(Space.DATA, List.of()))).isEmpty();
  }

  @Test
  void aScanGoesInTheOrderOfUnsignedBytes() {
    for (int first : new int[] {0xff, 0x00, 0x80, 0x7f, 0x01}) {
      await(store.commit(Batch.put(Space.DATA, Bytes.wrap(new byte[] {(byte) first}), bytes("v"))));
    }

    assertThat(keys(scan("", "", 10))).extracting(Bytes::hex).containsExactly("00", "01", "7f", "80", "ff");
  }

  @Test
  void aScanStaysWithinItsPrefixAndItsSpace() {
    for (String key : List.of("a", "b", "b1", "b2", "c")) {
      put(Space.DATA, key, key);
    }
    put(Space.HINTS, "b3", "elsewhere");

    Page page = scan("b", "", 10);

    assertThat(keys(page)).containsExactly(bytes("b"), bytes("b1"), bytes("b2"));
    assertThat(page.more()).isFalse();
  }

  @Test
  void aPrefixOfHighestBytesHasAnEnd() {
    await(store.commit(Batch.put(Space.DATA, Bytes.wrap(new byte[] {-1, -1, 7}), bytes("v"))));
    await(store.commit(Batch.put(Space.DATA, Bytes.wrap(new byte[] {-1, 1}), bytes("v"))));

    assertThat(await(store.scan(Space.DATA, Bytes.wrap(new byte[] {-1, -1}), Bytes.EMPTY, 10)).entries()).hasSize(1);
  }

  @Test
  void pagesAreContinuedAfterTheLastKey() {
    for (String key : List.of("b1", "b2", "b3", "b4", "c")) {
      put(Space.DATA, key, key);
    }

    Page first = scan("b", "", 2);
    Page second = scan("b", "b2", 2);

    assertThat(keys(first)).containsExactly(bytes("b1"), bytes("b2"));
    assertThat(first.more()).isTrue();
    assertThat(keys(second)).containsExactly(bytes("b3"), bytes("b4"));
    assertThat(second.more()).isFalse();
    assertThat(scan("b", "b4", 2)).isEqualTo(new Page(List.of(), false));
    assertThat(keys(scan("b", "b2x", 2))).containsExactly(bytes("b3"), bytes("b4"));
    assertThat(scan("b", "c", 2).entries()).isEmpty();
  }

  @Test
  void aPageEndsEarlyRatherThanGrowHuge() {
    Bytes megabyte = Bytes.wrap(new byte[1 << 20]);
    for (int i = 0; i < 6; i++) {
      await(store.commit(Batch.put(Space.DATA, bytes("k" + i), megabyte)));
    }

    Page page = scan("", "", 100);

    assertThat(page.entries()).hasSize(3);
    assertThat(page.more()).isTrue();
  }

  @Test
  void aPageWithoutRoomIsRefused() {
    assertThat(failureOf(store.scan(Space.DATA, Bytes.EMPTY, Bytes.EMPTY, 0))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLargeValueComesBackWhole() {
    byte[] large = new byte[8 << 20];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31);
    }
    await(store.commit(Batch.put(Space.DATA, bytes("large"), Bytes.wrap(large))));

    assertThat(await(store.get(Space.DATA, bytes("large")))).contains(Bytes.wrap(large));
    assertThat(scan("", "", 10).entries()).hasSize(1);
  }

  @Test
  void aClosedStoreIsUnavailable() {
    await(store.close());
    await(store.close());

    List<Future<?>> calls = List.of(
        store.get(Space.DATA, bytes("k")),
        store.getAll(Space.DATA, List.of(bytes("k"))),
        store.update(Space.DATA, bytes("k"), old -> new Change.Outcome<>(null, Batch.EMPTY)),
        store.commit(Batch.put(Space.DATA, bytes("k"), bytes("v"))),
        store.scan(Space.DATA, Bytes.EMPTY, Bytes.EMPTY, 1));
    assertThat(calls).allSatisfy(call -> assertThat(failureOf(call)).isInstanceOf(Failure.Unavailable.class));
  }

  @Test
  void whatWasAskedBeforeCloseIsDone() {
    var writes = new ArrayList<Future<Integer>>();
    for (int i = 0; i < 500; i++) {
      writes.add(increment("counter"));
    }
    await(store.close());

    assertThat(writes.stream().map(DataStoreContract::await).max(Integer::compare)).contains(500);
  }

  protected Future<Integer> increment(String key) {
    return store.update(Space.DATA, bytes(key), old -> {
      int next = old.map(value -> Integer.parseInt(value.utf8())).orElse(0) + 1;
      return new Change.Outcome<>(next, Batch.put(Space.DATA, bytes(key), bytes(Integer.toString(next))));
    });
  }

  protected void put(Space space, String key, String value) {
    await(store.commit(Batch.put(space, bytes(key), bytes(value))));
  }

  protected Optional<String> get(Space space, String key) {
    return await(store.get(space, bytes(key))).map(Bytes::utf8);
  }

  protected Page scan(String prefix, String after, int limit) {
    return await(store.scan(Space.DATA, bytes(prefix), bytes(after), limit));
  }

  protected static List<Bytes> keys(Page page) {
    return page.entries().stream().map(Page.Entry::key).toList();
  }

  protected static Bytes bytes(String text) {
    return Bytes.utf8(text);
  }

  protected static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (Exception thrown) {
      throw new AssertionError("No result", thrown);
    }
  }

  protected static Throwable failureOf(Future<?> future) {
    try {
      Object result = future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
      throw new AssertionError("No failure but " + result);
    } catch (ExecutionException thrown) {
      return thrown.getCause();
    } catch (Exception thrown) {
      throw new AssertionError("Neither result nor failure", thrown);
    }
  }
}
