package io.ringside.node;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.env.Env;
import io.ringside.event.Event;
import io.ringside.message.Failure;
import io.ringside.reap.Graves;
import io.ringside.repair.Forest;
import io.ringside.repair.Place;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.SortedSet;
import java.util.function.UnaryOperator;

/**
 * Forgets what this node held of a partition when others have reaped in it behind its back: it may be what they have reaped the
 * tombstones of. They have all else, and give it again.
 */
final class Past {
  private static final int PAGE = 1000;

  private final Env env;
  private final Forest forest;
  private final DataStore store;

  Past(Env env, Forest forest, DataStore store) {
    this.env = env;
    this.forest = forest;
    this.store = store;
  }

  /**
   * Completes when of every record of these partitions only that is left which {@code rest} leaves, durably. Looks at all records
   * once; fails as {@link Failure.Unreadable} if it cannot, since what it passed over might come back.
   */
  Future<Void> forget(SortedSet<Integer> partitions, UnaryOperator<Record> rest) {
    return forget(partitions, rest, Bytes.EMPTY);
  }

  /**
   * The same where each record is known to have its digest, and none is hidden. Looks only at these partitions: records do not lie
   * in their order, but digests do. If some cannot be read it looks at all.
   */
  Future<Void> forgetByDigests(SortedSet<Integer> partitions, UnaryOperator<Record> rest) {
    Future<Void> forgotten = Future.succeededFuture();
    for (int partition : partitions) {
      forgotten = forgotten.compose(before -> forget(partition, rest, Bytes.EMPTY));
    }
    return forgotten.recover(failure -> failure instanceof Failure.Unreadable
        ? forget(partitions, rest) : Future.failedFuture(failure));
  }

  private Future<Void> forget(int partition, UnaryOperator<Record> rest, Bytes after) {
    return store.scan(Space.MERKLE, StoreKeys.merklePartitionPrefix(partition), after, PAGE).compose(page -> {
      var forgotten = page.entries().stream()
          .map(digest -> forget(StoreKeys.dataKey(StoreKeys.merkleAddressOf(digest.key())), rest)).toList();
      return Future.join(forgotten).compose(all -> page.more()
          ? forget(partition, rest, page.lastKey()) : Future.succeededFuture());
    });
  }

  private Future<Void> forget(SortedSet<Integer> partitions, UnaryOperator<Record> rest, Bytes after) {
    return store.scan(Space.DATA, Bytes.EMPTY, after, PAGE).compose(page -> {
      var forgotten = page.entries().stream().map(entry -> StoreKeys.dataKey(entry.key()))
          .filter(key -> partitions.contains(forest.placeOf(key).tree().partition())).map(key -> forget(key, rest)).toList();
      return Future.join(forgotten).compose(all -> page.more()
          ? forget(partitions, rest, page.lastKey()) : Future.succeededFuture());
    });
  }

  /** What is left of a record, and what became of its digest. */
  private record Rest(Siblings siblings, boolean less, Place.Move move) {}

  private Future<Void> forget(Key key, UnaryOperator<Record> rest) {
    Place place = forest.placeOf(key);
    long now = env.scheduler().wallMillis();
    forest.began(place);
    return store.update(Space.DATA, place.address(), bytes -> {
      Record old = Record.decode(bytes);
      Record left = rest.apply(old);
      Place.Move move = place.move(old.siblings(), left.siblings());
      Batch record = left.equals(Record.NONE) ? Batch.delete(Space.DATA, place.address())
          : Batch.put(Space.DATA, place.address(), left.encode());
      return new Change.Outcome<>(new Rest(left.siblings(), !left.siblings().equals(old.siblings()), move),
          record.and(place.write(move)).and(Graves.write(place, old.siblings(), left.siblings(), now)));
    }).transform(ended -> {
      forest.ended(place, ended.succeeded() ? ended.result().move() : Place.Move.NONE);
      if (ended.failed()) {
        return Future.failedFuture(ended.cause());
      }
      if (ended.result().less()) {
        env.events().emit(new Event.Forgotten(key, ended.result().siblings()));
      }
      return Future.succeededFuture();
    });
  }
}
