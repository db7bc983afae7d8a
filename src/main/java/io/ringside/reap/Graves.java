package io.ringside.reap;

import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.MalformedBytes;
import io.ringside.env.Env;
import io.ringside.event.Event;
import io.ringside.message.Dead;
import io.ringside.message.Failure;
import io.ringside.message.Grave;
import io.ringside.message.RepairReport;
import io.ringside.message.Request;
import io.ringside.repair.Forest;
import io.ringside.repair.Place;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * This node's records of which nothing is alive, or will be: which they are is written with each record, so that nobody need look
 * for them.
 */
public final class Graves {
  private static final int PAGE = 1000;

  private final Env env;
  private final Forest forest;
  private final DataStore store;
  private final Census census;
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

  /** Graves of one partition whose keys have the same number of copies, and behind which place the next ones lie. */
  record Ripe(List<Key> keys, List<Grave> graves, Bytes behind) {}

  /**
   * Completes with the first graves behind a place that have been there since {@code since} and of whose partition {@code here} is
   * asked, at most {@code limit}; with none when there are no more. Fails as the store does.
   */
  Future<Ripe> next(Bytes behind, long since, int limit) {
    return store.scanReadable(Space.GRAVES, Bytes.EMPTY, behind, limit).compose(page -> {
      var marks = new ArrayList<Bytes>();
      Bytes last = Bytes.EMPTY;
      int partition = -1;
      for (Page.Entry entry : page.entries()) {
        int its = StoreKeys.gravePartitionOf(entry.key());
        if (!marks.isEmpty() && its != partition) {
          return dug(marks, last);
        }
        last = entry.key();
        if (Census.deadSince(entry) <= since) {
          partition = its;
          marks.add(entry.key());
        }
      }
      return dug(marks, page.more() ? last : Bytes.EMPTY);
    });
  }

  private Future<Ripe> dug(List<Bytes> marks, Bytes behind) {
    List<Future<Optional<Grave>>> looks = marks.stream().map(this::look).toList();
    return Future.join(looks).map(all -> {
      var keys = new ArrayList<Key>();
      var graves = new ArrayList<Grave>();
      looks.stream().flatMap(look -> look.result().stream()).forEach(grave -> {
        Key key = StoreKeys.dataKey(grave.address());
        if (keys.isEmpty() || forest.placeOf(key).tree().n() == forest.placeOf(keys.get(0)).tree().n()) {
          keys.add(key);
          graves.add(grave);
        }
      });
      return new Ripe(keys, graves, behind);
    });
  }

  /** Empty for what is alive, or not there, or cannot be read. */
  private Future<Optional<Grave>> look(Bytes mark) {
    Bytes address = StoreKeys.graveAddressOf(mark);
    return read(address).map(record -> isDead(record)
        ? Optional.of(new Grave(address, digest(address, record)))
        : Optional.empty());
  }

  private Future<Record> read(Bytes address) {
    return store.get(Space.DATA, address).map(Record::decode).recover(failure -> failure instanceof Failure.Unreadable
        ? Future.succeededFuture(Record.NONE) : Future.failedFuture(failure));
  }

  private boolean isDead(Record record) {
    return record.siblings().asOf(env.scheduler().wallMillis()).isDeleted();
  }

  private long digest(Bytes address, Record record) {
    return forest.placeOf(StoreKeys.dataKey(address)).digestOf(record.siblings());
  }

  /** Completes when all marks can be read; for those that cannot be, all are thrown away, and the tombstones wait anew. */
  public Future<Void> verify() {
    return verify(Bytes.EMPTY);
  }

  private Future<Void> verify(Bytes after) {
    return store.scan(Space.GRAVES, Bytes.EMPTY, after, PAGE).compose(page -> page.more()
        ? verify(page.entries().get(page.entries().size() - 1).key()) : Future.succeededFuture()).recover(failure ->
        failure instanceof Failure.Unreadable ? store.clear(Space.GRAVES) : Future.failedFuture(failure));
  }

  /** As {@link io.ringside.repair.Upkeep#mark}: else a tombstone whose mark was lost would stay for ever. */
  public Future<Integer> mark(List<Page.Entry> records) {
    long now = env.scheduler().wallMillis();
    List<Bytes> dead = records.stream().filter(record -> isDeadOneDay(record.value(), now)).map(Page.Entry::key).toList();
    if (dead.isEmpty()) {
      return Future.succeededFuture(0);
    }
    List<Place> places = dead.stream().map(address -> forest.placeOf(StoreKeys.dataKey(address))).toList();
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
    List<Future<Record>> read = show.graves().stream().map(grave -> read(grave.address())).toList();
    return Future.join(read).map(all -> new Dead(IntStream.range(0, read.size())
        .filter(i -> isStill(read.get(i).result(), show.graves().get(i))).boxed().toList()));
  }

  private boolean isStill(Record record, Grave grave) {
    return isDead(record) && digest(grave.address(), record) == grave.digest();
  }

  /** Completes when those of them that are as they are described are gone, durably. */
  public Future<Void> dig(List<Grave> graves) {
    return Future.join(graves.stream().map(this::dig).toList()).mapEmpty();
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
