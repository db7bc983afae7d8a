package io.ringside.repair;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.RepairConfig;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.era.Eras;
import io.ringside.env.Scheduler.Timer;
import io.ringside.event.Event;
import io.ringside.message.Failure;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts aside records whose bytes are not those that were written, and asks the other owners for theirs. Until all of them have
 * been asked this node does not say what it has of such a key. Not safe for more than one thread.
 */
public final class Quarantine {
  /*
   * In one batch: the record goes, its digest and its grave go, and a mark comes. So the key can be written again at once; as there is no
   * record, whoever mints here draws a fresh epoch, since dots may be lost; and the trees show what is missing. The change of the
   * store decides by what it meets: a record that a write has brought back meanwhile stays.
   *
   * Which digest goes is read before. Nothing is written in between, for whoever would finds that the record cannot be read, and comes
   * here first; so whoever comes meanwhile waits for the same end. Else a record that is damaged once more would take a digest out of
   * its leaf's sum that is there no longer.
   *
   * One good copy is not enough to end it: of W that acknowledged a write this node may have been one, and the copy come from an
   * owner that was none. If all copies are lost nobody can say what there was, until somebody writes again.
   */
  private static final int LOAD_PAGE = 1000;

  private final Env env;
  private final RepairConfig config;
  private final ConsistentHashRing ring;
  private final Forest forest;
  private final Eras eras;
  private final DataStore store;
  private final KeyRepair repair;
  private final Background background;
  private final TreeMap<Bytes, Bytes> marks = new TreeMap<>();
  private final TreeMap<Bytes, Future<Boolean>> leaving = new TreeMap<>();
  private Bytes turn = Bytes.EMPTY;
  private Timer next;
  private boolean running;

  public Quarantine(
      Env env, RepairConfig config, long limitMillis, ConsistentHashRing ring, Forest forest, Eras eras,
      DataStore store) {
    this.env = env;
    this.config = config;
    this.ring = ring;
    this.forest = forest;
    this.eras = eras;
    this.store = store;
    this.repair = new KeyRepair(env, limitMillis, eras);
    this.background = new Background(env.events());
  }

  /** Completes when it is known what earlier starts put aside. */
  public Future<Void> load() {
    return load(Bytes.EMPTY);
  }

  private Future<Void> load(Bytes after) {
    return store.scan(Space.QUARANTINE, Bytes.EMPTY, after, LOAD_PAGE).compose(page -> {
      page.entries().forEach(mark -> {
        marks.put(mark.key(), mark.value());
        env.events().emit(new Event.RecordQuarantined(
            StoreKeys.dataKey(mark.key()), "it was put aside by an earlier start", lossOf(mark.value()), true));
      });
      return page.more() ? load(page.lastKey()) : Future.succeededFuture();
    });
  }

  /** Begins to ask the other owners. */
  public void start() {
    running = true;
    scheduleRound();
  }

  public void stop() {
    running = false;
    if (next != null) {
      next.cancel();
    }
  }

  /** True while it is not known what this node has lost of the key. */
  public boolean has(Key key) {
    return !(marks.isEmpty() && leaving.isEmpty()) && isAside(StoreKeys.data(key));
  }

  private boolean isAside(Bytes address) {
    return marks.containsKey(address) || leaving.containsKey(address);
  }

  public long count() {
    return marks.size();
  }

  /** What happened to a record, and to its digest. */
  private record Aside(boolean taken, Place.Move move) {}

  /**
   * Completes with true once the record is put aside, durably; with false if it can be read after all, and then nothing has
   * changed.
   */
  public Future<Boolean> putAside(Key key, Failure.Unreadable why) {
    Bytes address = StoreKeys.data(key);
    Future<Boolean> underWay = leaving.get(address);
    if (underWay != null) {
      return underWay;
    }
    Future<Boolean> left = takeAside(key, why);
    if (!left.isComplete()) {
      leaving.put(address, left);
    }
    return left;
  }

  private Future<Boolean> takeAside(Key key, Failure.Unreadable why) {
    Place place = forest.placeOf(key);
    Bytes mark = markOf(env.scheduler().wallMillis(), env.random().nextLong());
    forest.began(place);
    return digestAt(place)
        .compose(digest -> store.update(Space.DATA, place.address(), new Removal(place, digest, mark)))
        .transform(ended -> {
          leaving.remove(place.address());
          forest.ended(place, ended.succeeded() ? ended.result().move() : Place.Move.NONE);
          return ended.succeeded() ? Future.succeededFuture(ended.result().taken()) : Future.failedFuture(ended.cause());
        })
        .map(taken -> {
          if (taken) {
            eras.voidAll();
            marks.put(place.address(), mark);
            env.events().emit(new Event.RecordQuarantined(key, why.getMessage(), lossOf(mark), false));
          }
          return taken;
        });
  }

  /** What stands in {@link Space#QUARANTINE} for a record; {@code loss} tells this loss from others of the same record. */
  public static Bytes markOf(long wallMillis, long loss) {
    return new ByteWriter().varLong(Math.max(0, wallMillis)).i64(loss).toBytes();
  }

  private static long lossOf(Bytes mark) {
    var in = new ByteReader(mark);
    in.varLong();
    return in.i64();
  }

  /** A digest that cannot be read either stays in the leaf's sum until that is added up anew. */
  private Future<Long> digestAt(Place place) {
    return store.get(Space.MERKLE, place.entry())
        .map(found -> found.map(Forest::digestIn).orElse(EntryDigest.NONE))
        .recover(failure -> {
          if (!(failure instanceof Failure.Unreadable unreadable)) {
            return Future.failedFuture(failure);
          }
          forest.spoil(unreadable);
          return Future.succeededFuture(EntryDigest.NONE);
        });
  }

  private record Removal(Place place, long digest, Bytes mark) implements Change<Aside> {
    @Override
    public Outcome<Aside> apply(Optional<Bytes> old) {
      return new Outcome<>(new Aside(false, Place.Move.NONE), Batch.EMPTY);
    }

    @Override
    public Outcome<Aside> unreadable(Failure.Unreadable why) {
      var move = new Place.Move(digest, EntryDigest.NONE, 0);
      return new Outcome<>(new Aside(true, move), Batch.delete(Space.DATA, place.address())
          .and(place.write(move))
          .and(Batch.delete(Space.GRAVES, StoreKeys.grave(place.tree().partition(), place.address())))
          .and(Batch.put(Space.QUARANTINE, place.address(), mark)));
    }
  }

  private void scheduleRound() {
    if (running) {
      next = env.scheduler().after(config.periodMillis(), this::round);
    }
  }

  private void round() {
    List<Future<Void>> asked = nextOnes().stream().map(this::heal).toList();
    background.run("heal what was put aside", Future.join(asked).eventually(() -> {
      scheduleRound();
      return Future.succeededFuture();
    }));
  }

  /** In the order of their addresses, from where the last round stopped. */
  private List<Bytes> nextOnes() {
    var ones = new ArrayList<>(marks.tailMap(turn, false).keySet());
    ones.addAll(marks.headMap(turn, true).keySet());
    List<Bytes> now = List.copyOf(ones.subList(0, Math.min(config.batchLimit(), ones.size())));
    turn = now.isEmpty() ? Bytes.EMPTY : now.get(now.size() - 1);
    return now;
  }

  /** Completes when the others have been asked, and the mark is gone if that was enough; fails if one of them is silent. */
  private Future<Void> heal(Bytes address) {
    Bytes mark = marks.get(address);
    Key key = StoreKeys.dataKey(address);
    return askOthers(key).compose(known -> known ? end(key, address, mark) : Future.succeededFuture());
  }

  private Future<Boolean> askOthers(Key key) {
    int n = forest.placeOf(key).tree().n();
    List<NodeId> others = ring.preferenceList(key, n).primaries().stream().filter(owner -> !owner.equals(env.self())).toList();
    if (others.isEmpty()) {
      return repair.held(env.self(), key).map(own -> !own.siblings().isEmpty());
    }
    return askInTurn(others, key, false);
  }

  private Future<Boolean> askInTurn(List<NodeId> others, Key key, boolean knownBefore) {
    if (others.isEmpty()) {
      return Future.succeededFuture(knownBefore);
    }
    return repair.settle(others.get(0), key, 0)
        .compose(settled -> askInTurn(others.subList(1, others.size()), key, knownBefore || settled.known()));
  }

  /** A record that was put aside again meanwhile has another mark. */
  private Future<Void> end(Key key, Bytes address, Bytes mark) {
    return store.update(Space.QUARANTINE, address, old -> old.isPresent() && old.get().equals(mark)
        ? new Change.Outcome<>(true, Batch.delete(Space.QUARANTINE, address))
        : new Change.Outcome<>(false, Batch.EMPTY)).map(ended -> {
          if (ended && marks.remove(address, mark)) {
            env.events().emit(new Event.RecordHealed(key));
          }
          return null;
        });
  }
}
