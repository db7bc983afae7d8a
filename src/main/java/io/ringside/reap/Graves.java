package io.ringside.reap;

import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.MalformedBytes;
import io.ringside.env.Env;
import io.ringside.event.Event;
import io.ringside.merkle.TreeId;
import io.ringside.message.Dead;
import io.ringside.message.Failure;
import io.ringside.message.Grave;
import io.ringside.message.RepairReport;
import io.ringside.message.Request;
import io.ringside.repair.Forest;
import io.ringside.repair.Place;
import io.ringside.repair.Portions;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Content;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * This node's records of which nothing is alive, or will be: which they are is written with each record, so that nobody need look
 * for them.
 */
public final class Graves {
  /** How many marks are looked at at a time. Few of them may be ripe: most are of what will expire one day. */
  private static final int PAGE = 10_000;

  private final Env env;
  private final Forest forest;
  private final DataStore store;
  private final Census census;
  private Future<?> lastTurn = Future.succeededFuture();
  private long reaped;

  public Graves(Env env, Forest forest, DataStore store) {
    this.env = env;
    this.forest = forest;
    this.store = store;
    this.census = new Census(env.scheduler(), store);
  }

  /** What is to be written together with a record that changes at this time, so that no crash comes between the two. */
  public static Batch write(Place place, Siblings before, Siblings after, long nowMillis) {
    Bytes grave = graveOf(place);
    OptionalLong dead = deadSince(after, nowMillis);
    if (dead.isPresent()) {
      return Batch.put(Space.GRAVES, grave, new ByteWriter().varLong(Math.max(0, dead.getAsLong())).toBytes());
    }
    return deadSince(before, nowMillis).isPresent() ? Batch.delete(Space.GRAVES, grave) : Batch.EMPTY;
  }

  /** From when on nothing of it is alive, if that is so of itself one day. */
  private static OptionalLong deadSince(Siblings siblings, long nowMillis) {
    long last = 0;
    for (Version version : siblings.versions().values()) {
      long end = version.content().map(Content::expiresAtMillis).orElse(nowMillis);
      if (end == Content.NEVER) {
        return OptionalLong.empty();
      }
      last = Math.max(last, end);
    }
    return siblings.versions().isEmpty() ? OptionalLong.empty() : OptionalLong.of(last);
  }

  /** How many there are, as it was last counted, and how many are gone since this node started. */
  public RepairReport.Deletes report() {
    return census.report(reaped);
  }

  /** Completes with whether any is known, when some more have been counted. Fails as the store does. */
  Future<Boolean> count() {
    return census.next();
  }

  /**
   * Graves of one tree, so that all have the same owners.
   *
   * @param looked at so many marks of those that are wanted, some of which may be of nothing
   * @param behind which place the next ones lie
   * @param bytes of all the records in them
   */
  record Ripe(List<Key> keys, List<Grave> graves, int looked, Bytes behind, long bytes) {}

  /**
   * Completes with the first graves behind a place that have been there since {@code since} and in a partition that is wanted, at
   * most a handful, and no further than the first one of another tree, nor than one page goes. Fails as the store does.
   */
  Future<Ripe> next(Bytes behind, long since, Handful most, IntPredicate wanted) {
    return store.scanReadable(Space.GRAVES, Bytes.EMPTY, behind, Math.max(most.graves(), PAGE)).compose(page -> {
      var marks = new ArrayList<Bytes>();
      Bytes last = Bytes.EMPTY;
      for (Page.Entry entry : page.entries()) {
        if (Census.deadSince(entry) <= since && wanted.test(StoreKeys.gravePartitionOf(entry.key()))) {
          if (marks.size() == most.graves() || !marks.isEmpty() && !treeOf(entry.key()).equals(treeOf(marks.get(0)))) {
            return ripe(marks, last, most);
          }
          marks.add(entry.key());
        }
        last = entry.key();
      }
      return ripe(marks, page.more() ? last : Bytes.EMPTY, most);
    });
  }

  private TreeId treeOf(Bytes mark) {
    return placeOf(StoreKeys.graveAddressOf(mark)).tree();
  }

  private Place placeOf(Bytes address) {
    return forest.placeOf(StoreKeys.dataKey(address));
  }

  /**
   * As many of the first as can be held together. What they are is told by their digests: whether something in them is alive
   * after all is seen when all owners, this node among them, are asked.
   */
  private Future<Ripe> ripe(List<Bytes> marks, Bytes behindAll, Handful most) {
    List<Place> places = marks.stream().map(mark -> placeOf(StoreKeys.graveAddressOf(mark))).toList();
    return forest.footprints(store, places).map(footprints -> {
      List<Integer> bytes = footprints.stream()
          .map(footprint -> footprint.isPresent() ? Portions.bytesOf(footprint) : 0).toList();
      int size = Portions.first(bytes, most.bytes());
      var graves = new ArrayList<Grave>();
      for (int i = 0; i < size; i++) {
        if (footprints.get(i).isPresent()) {
          graves.add(new Grave(places.get(i).address(), footprints.get(i).get().digest()));
        }
      }
      List<Key> keys = graves.stream().map(grave -> StoreKeys.dataKey(grave.address())).toList();
      return new Ripe(keys, graves, size, size < marks.size() ? marks.get(size - 1) : behindAll,
          bytes.subList(0, size).stream().mapToLong(Integer::longValue).sum());
    });
  }

  /**
   * One portion after the other, and one at a time of all that this node is asked for: several first owners may ask it at once.
   * Completes with all that the work does, in order; fails, and goes no further, as it does.
   */
  private <R> Future<List<R>> inPortions(List<Grave> graves, Function<List<Grave>, Future<List<R>>> work) {
    return forest.footprints(store, graves.stream().map(grave -> placeOf(grave.address())).toList()).compose(footprints -> {
      var all = new ArrayList<R>();
      Future<List<R>> done = Future.succeededFuture(all);
      for (List<Grave> portion : Portions.of(graves, footprints.stream().map(Portions::bytesOf).toList())) {
        done = done.compose(before -> inTurn(() -> work.apply(portion))).map(some -> {
          all.addAll(some);
          return all;
        });
      }
      return done;
    });
  }

  private <R> Future<R> inTurn(Supplier<Future<R>> work) {
    Future<R> done = lastTurn.transform(over -> work.get());
    lastTurn = done;
    return done;
  }

  private Future<Record> read(Bytes address) {
    return store.get(Space.DATA, address).map(Record::decode).recover(failure -> failure instanceof Failure.Unreadable
        ? Future.succeededFuture(Record.NONE) : Future.failedFuture(failure));
  }

  private boolean isDead(Record record) {
    return record.siblings().asOf(env.scheduler().wallMillis()).isDeleted();
  }

  private long digest(Bytes address, Record record) {
    return placeOf(address).digestOf(record.siblings());
  }

  /** Completes when all marks can be read; for those that cannot be, all are thrown away, and the tombstones wait anew. */
  public Future<Void> verify() {
    return verify(Bytes.EMPTY);
  }

  private Future<Void> verify(Bytes after) {
    return store.scan(Space.GRAVES, Bytes.EMPTY, after, PAGE).compose(page -> page.more()
        ? verify(page.lastKey()) : Future.succeededFuture()).recover(failure ->
        failure instanceof Failure.Unreadable ? store.clear(Space.GRAVES) : Future.failedFuture(failure));
  }

  /** As {@link io.ringside.repair.Upkeep#mark}: else a tombstone whose mark was lost would stay for ever. */
  public Future<Integer> mark(List<Page.Entry> records) {
    long now = env.scheduler().wallMillis();
    List<Bytes> dead = records.stream().filter(record -> isDeadOneDay(record.value(), now)).map(Page.Entry::key).toList();
    if (dead.isEmpty()) {
      return Future.succeededFuture(0);
    }
    List<Place> places = dead.stream().map(this::placeOf).toList();
    return store.getAll(Space.GRAVES, places.stream().map(Graves::graveOf).toList()).compose(marks -> {
      List<Future<Void>> missing = IntStream.range(0, places.size()).filter(i -> marks.get(i).isEmpty())
          .mapToObj(i -> markAnew(places.get(i), now)).toList();
      return Future.join(missing).map(missing.size());
    }).recover(failure -> failure instanceof Failure.Unreadable // The next look begins with all of them.
        ? Future.succeededFuture(0) : Future.failedFuture(failure));
  }

  private static boolean isDeadOneDay(Bytes record, long nowMillis) {
    try {
      return deadSince(Record.decode(record).siblings(), nowMillis).isPresent();
    } catch (MalformedBytes foreign) { // The check of its digest tells.
      return false;
    }
  }

  private Future<Void> markAnew(Place place, long nowMillis) {
    return store.update(Space.DATA, place.address(), bytes ->
        new Change.Outcome<>(null, write(place, Siblings.NONE, Record.decode(bytes).siblings(), nowMillis)));
  }

  private static Bytes graveOf(Place place) {
    return StoreKeys.grave(place.tree().partition(), place.address());
  }

  /** Completes with those that this node knows as they are described. */
  public Future<Dead> confirm(Request.ShowGraves show) {
    return inPortions(show.graves(), this::areStill).map(still -> new Dead(
        IntStream.range(0, still.size()).filter(still::get).boxed().toList()));
  }

  private Future<List<Boolean>> areStill(List<Grave> portion) {
    List<Future<Boolean>> looks = portion.stream()
        .map(grave -> read(grave.address()).map(record -> isStill(record, grave))).toList();
    return Future.join(looks).map(all -> looks.stream().map(Future::result).toList());
  }

  private boolean isStill(Record record, Grave grave) {
    return isDead(record) && digest(grave.address(), record) == grave.digest();
  }

  /** Completes when those of them that are as they are described are gone, durably. */
  public Future<Void> dig(List<Grave> graves) {
    return inPortions(graves, portion -> Future.join(portion.stream().map(this::dig).toList()).map(List.<Void>of())).mapEmpty();
  }

  /** What was there, and what became of its digest. */
  private record Dug(Siblings siblings, Place.Move move) {}

  private Future<Void> dig(Grave grave) {
    Key key = StoreKeys.dataKey(grave.address());
    Place place = forest.placeOf(key);
    long now = env.scheduler().wallMillis();
    forest.began(place);
    return store.update(Space.DATA, place.address(), bytes -> dug(place, grave, Record.decode(bytes), now)).transform(ended -> {
      forest.ended(place, ended.succeeded() ? ended.result().move() : Place.Move.NONE);
      if (ended.failed()) {
        return Future.failedFuture(ended.cause());
      }
      if (!ended.result().siblings().isEmpty()) {
        reaped++;
        env.events().emit(new Event.Reaped(key, ended.result().siblings()));
      }
      return Future.succeededFuture();
    });
  }

  private static Change.Outcome<Dug> dug(Place place, Grave grave, Record old, long nowMillis) {
    boolean same = place.digestOf(old.siblings()) == grave.digest() && old.siblings().asOf(nowMillis).isDeleted();
    if (!same) {
      return new Change.Outcome<>(new Dug(Siblings.NONE, Place.Move.NONE), Batch.EMPTY);
    }
    Place.Move move = place.move(old.siblings(), Siblings.NONE);
    return new Change.Outcome<>(new Dug(old.siblings(), move), Batch.delete(Space.DATA, place.address())
        .and(place.write(move)).and(write(place, old.siblings(), Siblings.NONE, nowMillis)));
  }
}
