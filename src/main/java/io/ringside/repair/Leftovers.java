package io.ringside.repair;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import io.ringside.config.RepairConfig;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.env.Scheduler.Timer;
import io.ringside.env.TimeLimit;
import io.ringside.era.Eras;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What this node owned before it was started with other numbers of copies, and does not own any more: the present owners are given
 * it, and when all of them have it, it goes. Not safe for more than one thread.
 */
public final class Leftovers {
  /*
   * A copy of which no owner knows outlives its tombstone, and is back as soon as its node owns the key again. So nothing is reaped
   * in a partition while a member may have such a copy: anywhere until it has looked at all its records once with these numbers,
   * then in those partitions of which something was left. Whoever has not started with them yet says so by other numbers, and then
   * nothing is reaped at all.
   *
   * The digests of trees with other numbers were not kept up to date meanwhile. They are all thrown away at such a start, and made
   * anew from the records.
   *
   * A record that an owner is silent to stays, its partition is noted, and what lies behind it has its turn. A walk that ends
   * early goes on after a while, behind the page in which it ended: were it to begin with the first record again, one that never
   * gets through would hold up all others, and with them every reaping.
   *
   * What a broken block hides may be in any partition: as long as there is one it is as before the first walk.
   *
   * Which numbers a start has gone by, and whether all was handed over, stands on disk, and is noted after the mark of whole trees
   * and the digests have gone: should the node die in between, its next start does it again, or finds its trees in doubt.
   */
  private static final Bytes NOTED = StoreKeys.state("copies");
  private static final int FORMAT = 1;
  private static final int PAGE = 100;

  /** Nothing is begun for so long after a start: clients come first. */
  private static final long AFTER_START_MILLIS = 1000;

  /** What could not be handed over is offered again after this. */
  private static final long AGAIN_MILLIS = 10_000;

  private final Env env;
  private final TimeLimit limit;
  private final ConsistentHashRing ring;
  private final Copies copies;
  private final Forest forest;
  private final Eras eras;
  private final DataStore store;
  private final Supplier<ClusterView> view;
  private final Background background;
  private final Walk walk;
  private Optional<SortedSet<Integer>> left = Optional.empty();
  private SortedSet<Integer> met = new TreeSet<>();
  private Bytes behind = Bytes.EMPTY;
  private Timer next;
  private boolean running;
  private boolean passedOver;

  public Leftovers(
      Env env, RepairConfig config, long limitMillis, ConsistentHashRing ring, Copies copies, Forest forest, Eras eras,
      DataStore store, Supplier<ClusterView> view) {
    this.env = env;
    this.limit = new TimeLimit(limitMillis);
    this.ring = ring;
    this.copies = copies;
    this.forest = forest;
    this.eras = eras;
    this.store = store;
    this.view = view;
    this.background = new Background(env.events());
    this.walk = new Walk(env.scheduler(), background, config.scrubDutyPercent());
  }

  /** What an earlier start has noted: by which numbers it went, and whether it had handed over all that it did not own by them. */
  private record Note(long copies, boolean done) {
    Bytes encode() {
      return new ByteWriter().u8(FORMAT).i64(copies).bool(done).toBytes();
    }

    static Note decode(Bytes bytes) {
      var in = new ByteReader(bytes);
      int format = in.u8();
      if (format != FORMAT) {
        throw new MalformedBytes("the note of the copies has the format " + format + ", and this build knows " + FORMAT);
      }
      var note = new Note(in.i64(), in.bool());
      in.end();
      return note;
    }
  }

  /** Completes when it is known whether there may be any; if so, the digests are gone. Before the trees grow. */
  public Future<Void> load() {
    return store.get(Space.STATE, NOTED).compose(bytes -> {
      if (bytes.isEmpty()) {
        return isNew().compose(isNew -> isNew ? noteDone() : begin("it is not known by which numbers of copies they were made"));
      }
      Note note = Note.decode(bytes.get());
      if (note.copies() != copies.fingerprint()) {
        return begin("the numbers of copies, or the ring, are not those of the last start");
      }
      left = note.done() ? Optional.of(new TreeSet<>()) : Optional.empty();
      return Future.succeededFuture();
    });
  }

  private Future<Boolean> isNew() {
    return store.isEmpty(Space.DATA).compose(noRecord ->
        noRecord ? store.isEmpty(Space.MERKLE) : Future.succeededFuture(false));
  }

  private Future<Void> begin(String why) {
    env.events().emit(new Event.TreesDoubted(why));
    return Scrub.forgetDigests(store).compose(gone -> note(false));
  }

  private Future<Void> note(boolean done) {
    return store.commit(Batch.put(Space.STATE, NOTED, new Note(copies.fingerprint(), done).encode()));
  }

  private Future<Void> noteDone() {
    return note(true).map(noted -> {
      left = Optional.of(new TreeSet<>());
      return null;
    });
  }

  /** Whether this node may hold a record of a key in this partition that it does not own. */
  public boolean mayBeIn(int partition) {
    return left.map(partitions -> partitions.contains(partition)).orElse(true);
  }

  /** Whether anything may have to be handed over still. */
  public boolean mayBe() {
    return left.map(partitions -> !partitions.isEmpty()).orElse(true);
  }

  public void start() {
    running = true;
    lookAfter(AFTER_START_MILLIS);
  }

  /** No further step is taken; what is on its way may still arrive. */
  public void stop() {
    running = false;
    if (next != null) {
      next.cancel();
    }
  }

  private void lookAfter(long millis) {
    if (running && mayBe()) {
      next = env.scheduler().after(millis, this::look);
    }
  }

  /** Goes along all records, behind those gone along before; after a walk that came to its end it begins with the first again. */
  private void look() {
    background.run("hand over what others own", walk.along(this::page).compose(all -> looked()).eventually(() -> {
      lookAfter(AGAIN_MILLIS);
      return Future.succeededFuture();
    }));
  }

  private Future<Void> looked() {
    SortedSet<Integer> all = met;
    met = new TreeSet<>();
    if (passedOver) {
      passedOver = false;
      return Future.succeededFuture();
    }
    if (all.isEmpty()) {
      return noteDone();
    }
    left = Optional.of(all);
    return Future.succeededFuture();
  }

  /** Completes with whether there is another one. */
  private Future<Boolean> page() {
    if (!running) {
      return Future.failedFuture(new Failure.Unavailable(env.self() + " stops"));
    }
    return store.scanReadable(Space.DATA, Bytes.EMPTY, behind, PAGE, () -> passedOver = true).compose(page -> {
      behind = page.more() ? page.lastKey() : Bytes.EMPTY;
      List<Page.Entry> others = page.entries().stream().filter(this::isLeft).toList();
      long bytes = others.stream().mapToLong(entry -> entry.value().size()).sum();
      return Future.join(others.stream().map(entry -> handOver(entry, bytes)).toList()).map(page.more());
    });
  }

  private Place placeOf(Page.Entry entry) {
    return forest.placeOf(StoreKeys.dataKey(entry.key()));
  }

  private boolean isLeft(Page.Entry entry) {
    return !forest.has(placeOf(entry).tree());
  }

  /**
   * Completes when it is gone, or its partition noted; fails, with that noted, if nothing had better be offered now.
   *
   * @param bytes of all that are handed over with it
   */
  private Future<Void> handOver(Page.Entry entry, long bytes) {
    Key key = StoreKeys.dataKey(entry.key());
    Place place = placeOf(entry);
    List<NodeId> owners = ring.preferenceList(key, copies.of(key)).primaries();
    Future<Boolean> gone = owners.stream().allMatch(view.get()::isAlive)
        ? handOver(key, place, owners, bytes) : Future.succeededFuture(false);
    return gone.transform(ended -> {
      if (ended.failed() || !ended.result()) {
        met.add(place.tree().partition());
      }
      return ended.succeeded() ? Future.succeededFuture() : keptBack(key, ended.cause());
    });
  }

  /** What is refused, or not answered, holds up nothing; whoever cannot take it now is left alone for a while. */
  private Future<Void> keptBack(Key key, Throwable failure) {
    boolean isItsOwn = failure instanceof Failure || failure instanceof MalformedBytes;
    if (!isItsOwn || failure instanceof Failure.Unavailable) {
      return Future.failedFuture(failure);
    }
    background.run("hand over " + key, Future.failedFuture(failure instanceof Failure
        ? failure : new Failure.Refused("the record is none: " + failure.getMessage())));
    return Future.succeededFuture();
  }

  /**
   * Completes with whether the record is gone, since all owners have it. It is read when its era is known: what this node has to
   * forget meanwhile is turned away.
   */
  private Future<Boolean> handOver(Key key, Place place, List<NodeId> owners, long bytes) {
    long era = eras.of(key);
    return store.get(Space.DATA, place.address()).compose(record -> {
      Siblings siblings = Record.decode(record).siblings();
      return give(key, siblings, era, owners, limit.forBytes(bytes)).compose(given -> drop(place, record)).map(gone -> {
        if (gone && !siblings.isEmpty()) {
          env.events().emit(new Event.Forgotten(key, Siblings.NONE));
        }
        return gone;
      });
    });
  }

  private Future<Void> give(Key key, Siblings siblings, long era, List<NodeId> owners, long limitMillis) {
    if (siblings.isEmpty()) {
      return Future.succeededFuture();
    }
    var request = new Request.Store(key, siblings, Reason.REROUTE, era);
    return Future.join(owners.stream().map(owner -> env.transport().send(owner, request, limitMillis)).toList())
        .<Void>mapEmpty().recover(failure -> {
          eras.noticed(key, failure);
          return Future.failedFuture(failure);
        });
  }

  /** Completes with whether the record was still what has been given away. */
  private Future<Boolean> drop(Place place, Optional<Bytes> given) {
    Batch gone = Batch.delete(Space.DATA, place.address()).and(place.write(Place.Move.NONE))
        .and(Batch.delete(Space.GRAVES, StoreKeys.grave(place.tree().partition(), place.address())));
    return store.update(Space.DATA, place.address(), now -> now.equals(given)
        ? new Change.Outcome<>(true, now.isPresent() ? gone : Batch.EMPTY)
        : new Change.Outcome<>(false, Batch.EMPTY));
  }
}
