package io.ringside.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.merkle.TreeId;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.operation.Restored;
import io.ringside.storage.Page;
import io.ringside.storage.PageBuilder;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What several snapshots hold, and how it is brought into a cluster. */
class RestorationTest {
  private static final Key CART = Key.of("cart");

  private final List<Operation.Restore> taken = Collections.synchronizedList(new ArrayList<>());

  /** A snapshot in memory. */
  private static final class Kept implements Snapshot {
    private final NavigableMap<Bytes, Bytes> data = new TreeMap<>();
    private final NavigableMap<Bytes, Bytes> hints = new TreeMap<>();
    private final NavigableMap<Bytes, Bytes> digests = new TreeMap<>();
    private final List<Gap> damage = new ArrayList<>();
    private final List<Gap> met = new ArrayList<>();

    Kept with(Key key, Siblings siblings) {
      data.put(StoreKeys.data(key), record(siblings));
      return this;
    }

    Kept withHint(String target, Key key, Siblings siblings) {
      hints.put(StoreKeys.hint(NodeId.of(target), key), record(siblings));
      return this;
    }

    /** What a record leaves that cannot be read: its digest, and a gap where it lies. */
    Kept withUnreadable(Key key) {
      digests.put(StoreKeys.merkle(new TreeId(1, 3), 7, StoreKeys.data(key)), Bytes.utf8("digest"));
      damage.add(new Gap(Space.DATA, Bytes.EMPTY, Optional.of(StoreKeys.data(key))));
      return this;
    }

    Kept withUnreadableHints() {
      damage.add(new Gap(Space.HINTS, Bytes.EMPTY, Optional.empty()));
      return this;
    }

    private static Bytes record(Siblings siblings) {
      return new Record(siblings, Optional.of(new Record.Minting(7, 1))).encode();
    }

    @Override
    public Page page(Space space, Bytes after, int limit) {
      var page = new PageBuilder(limit);
      damage.stream().filter(gap -> gap.space() == space && !met.contains(gap)).forEach(met::add);
      var rest = (space == Space.DATA ? data : space == Space.HINTS ? hints : digests).tailMap(after, false);
      return page.build(rest.entrySet().stream().anyMatch(entry -> !page.add(entry.getKey(), entry.getValue())));
    }

    @Override
    public List<Gap> gaps() {
      return met;
    }

    @Override
    public String name() {
      return "kept";
    }

    @Override
    public void close() {
      // nothing is open
    }
  }

  /** A cluster that answers what a test says. */
  private final class Cluster implements Client {
    private final Function<Operation.Restore, Future<Restored>> answer;

    Cluster(Function<Operation.Restore, Future<Restored>> answer) {
      this.answer = answer;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> Future<R> execute(Operation<R> operation) {
      var restore = (Operation.Restore) operation;
      return (Future<R>) answer.apply(restore).map(restored -> {
        taken.add(restore);
        return restored;
      });
    }

    @Override
    public RequestId newRequest() {
      throw new UnsupportedOperationException("a restore writes nothing of its own");
    }
  }

  private final Client willing = new Cluster(restore -> Future.succeededFuture(new Restored(2, Optional.empty())));

  private static Siblings written(String node, String text) {
    return Siblings.NONE.put(Actor.of(node),
        new Version(CausalContext.EMPTY, RequestId.of(node + text), 0, Optional.of(Content.text(text))));
  }

  private static Restoration.Progress restore(Client client, Snapshot... snapshots) {
    return new Restoration(client, progress -> { }, 1).run(new Contents(List.of(snapshots)));
  }

  @Test
  void theCopiesOfAKeyAreMergedAndSentOnce() {
    Siblings milk = written("n1", "milk");
    Siblings eggs = written("n2", "eggs");
    var end = restore(willing, new Kept().with(CART, milk), new Kept().with(CART, eggs), new Kept().with(CART, milk.merge(eggs)));
    assertThat(taken).extracting(Operation.Restore::siblings).containsExactly(milk.merge(eggs));
    assertThat(end).isEqualTo(new Restoration.Progress(1, 0, 0, List.of(), Optional.empty()));
  }

  @Test
  void everyKeyOfEverySnapshotIsSentInOrder() {
    var one = new Kept();
    var other = new Kept();
    var all = new ArrayList<Key>();
    for (int i = 0; i < 3_000; i++) {
      Key key = Key.of(String.format("key-%04d", i));
      all.add(key);
      if (i % 3 != 1) {
        one.with(key, written("n1", "v" + i));
      }
      if (i % 3 != 2) {
        other.with(key, written("n1", "v" + i));
      }
    }
    var end = restore(willing, one, other, new Kept());
    assertThat(end.keys()).isEqualTo(3_000);
    assertThat(taken).extracting(Operation::key).containsExactlyElementsOf(all);
  }

  /** A hint may be the only copy that is left of a write. */
  @Test
  void hintsAreBroughtBackToo() {
    var end = restore(willing, new Kept().withHint("n3", CART, written("n1", "milk")).with(Key.of("other"), written("n1", "x")));
    assertThat(taken).extracting(Operation::key).containsExactly(Key.of("other"), CART);
    assertThat(end.hints()).isEqualTo(1);
  }

  @Test
  void noMoreKeysAreOnTheirWayThanAreAllowed() {
    Deque<Promise<Restored>> onTheirWay = new ArrayDeque<>();
    var most = new AtomicInteger();
    var cluster = new Cluster(restore -> {
      Promise<Restored> answer = Promise.promise();
      onTheirWay.add(answer);
      most.accumulateAndGet(onTheirWay.size(), Math::max);
      if (onTheirWay.size() == Restoration.IN_FLIGHT || restore.key().name().equals("last")) {
        List.copyOf(onTheirWay).forEach(one -> CompletableFuture.runAsync(() -> one.complete(new Restored(3, Optional.empty()))));
        onTheirWay.clear();
      }
      return answer.future();
    });
    var kept = new Kept().with(Key.of("last"), written("n1", "x"));
    for (int i = 0; i < 200; i++) {
      kept.with(Key.of("key-" + i), written("n1", "v"));
    }
    assertThat(restore(cluster, kept).keys()).isEqualTo(201);
    assertThat(most).hasValue(Restoration.IN_FLIGHT);
  }

  @Test
  void largeKeysAreOnTheirWayOneAfterTheOther() {
    var onTheirWay = new AtomicInteger();
    var most = new AtomicInteger();
    var cluster = new Cluster(restore -> {
      most.accumulateAndGet(onTheirWay.incrementAndGet(), Math::max);
      Promise<Restored> answer = Promise.promise();
      CompletableFuture.runAsync(() -> {
        onTheirWay.decrementAndGet();
        answer.complete(new Restored(3, Optional.empty()));
      });
      return answer.future();
    });
    String large = "x".repeat(Restoration.IN_FLIGHT * Restoration.BYTES_PER_PLACE);
    var kept = new Kept();
    for (int i = 0; i < 20; i++) {
      kept.with(Key.of("key-" + i), written("n1", large));
    }
    assertThat(restore(cluster, kept).keys()).isEqualTo(20);
    assertThat(most).hasValue(1);
  }

  @Test
  void whatPassesIsTriedAgain() {
    var tries = new AtomicInteger();
    var cluster = new Cluster(restore -> tries.incrementAndGet() < Restoration.TRIES
        ? Future.failedFuture(new OperationFailure(Kind.QUORUM_MISSED, "only 1 of 2", ""))
        : Future.succeededFuture(new Restored(2, Optional.empty())));
    assertThat(restore(cluster, new Kept().with(CART, written("n1", "milk"))).keys()).isEqualTo(1);
  }

  @Test
  void itStopsWhenAKeyIsNotTakenForTooLong() {
    var kept = new Kept();
    for (int i = 0; i < 500; i++) {
      kept.with(Key.of("key-" + i), written("n1", "v"));
    }
    var end = restore(new Cluster(restore -> Future.failedFuture(new OperationFailure(Kind.UNREACHABLE, "silence", ""))), kept);
    assertThat(end.stopped()).hasValueSatisfying(why -> assertThat(why).contains("silence"));
    assertThat(end.keys()).isZero();
  }

  @Test
  void whatIsRefusedIsToldAndTheRestGoesOn() {
    var cluster = new Cluster(restore -> restore.key().equals(CART)
        ? Future.failedFuture(new OperationFailure(Kind.TOO_LARGE, "the key has too many bytes", ""))
        : Future.succeededFuture(new Restored(2, Optional.empty())));
    var end = restore(cluster, new Kept().with(CART, written("n1", "a")).with(Key.of("dog"), written("n1", "b")));
    assertThat(end.keys()).isEqualTo(1);
    assertThat(end.refused()).isEqualTo(1);
    assertThat(end.refusals()).containsExactly(CART + ": the key has too many bytes");
    assertThat(end.stopped()).isEmpty();
  }

  @Test
  void aRecordOfAnotherFormatIsABadBackup() {
    var kept = new Kept();
    kept.data.put(StoreKeys.data(CART), Bytes.wrap(new byte[] {99}));
    assertThatThrownBy(() -> restore(willing, kept)).isInstanceOf(BadBackup.class).hasMessageContaining("format 99");
  }

  @Test
  void whatOneSnapshotCannotReadAnotherBringsBack() {
    var contents = new Contents(List.of(new Kept().withUnreadable(CART), new Kept().with(CART, written("n1", "milk"))));
    assertThat(new Restoration(willing, progress -> { }, 1).run(contents).keys()).isEqualTo(1);
    assertThat(contents.losses()).containsExactly(new Loss("kept", 1, 0, true)).noneMatch(Loss::matters);
  }

  @Test
  void whatNoSnapshotCanReadIsCountedAndTheRestGoesOn() {
    var bad = new Kept().withUnreadable(CART).with(Key.of("dog"), written("n1", "b"));
    var contents = new Contents(List.of(bad, new Kept().with(Key.of("cat"), written("n1", "a"))));
    assertThat(new Restoration(willing, progress -> { }, 1).run(contents).keys()).isEqualTo(2);
    assertThat(contents.losses()).containsExactly(new Loss("kept", 1, 1, true)).allMatch(Loss::matters);
  }

  @Test
  void whoseHintsWereLostNobodyKnows() {
    var contents = new Contents(List.of(new Kept().withUnreadableHints()));
    new Restoration(willing, progress -> { }, 1).run(contents);
    assertThat(contents.losses()).containsExactly(new Loss("kept", 0, 0, false)).allMatch(Loss::matters);
  }
}
