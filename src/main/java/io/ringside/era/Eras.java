package io.ringside.era;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.membership.ClusterView;
import io.ringside.message.DiskStart;
import io.ringside.message.EraReport;
import io.ringside.message.Failure;
import io.ringside.message.Reaped;
import io.ringside.message.Request;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.storage.Batch;
import io.ringside.storage.DataStore;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In which era this node is with each partition, and whether what comes in is of that era. So a copy of what a reaped tombstone had
 * deleted is turned away, whoever sends it, however late. Not safe for more than one thread.
 */
public final class Eras {
  /*
   * An operation has the era in which it began, and so have all its messages; so has the repair of a key, and the delivery of a
   * hint. A node in a later era turns away what they would write; then they begin anew, with what is there now. A node in an
   * earlier era first catches up. So nothing that was read before a node's step into an era is ever written by one that has
   * taken it, and once all have taken it, it is written nowhere.
   *
   * A new era takes three steps of every member, each of all before the next of any: to promise (so that no number is used
   * twice), to raise (a node takes the step, waits for what was under way, and has nothing left that is for others), to mark. Any one that does not
   * go along ends it; nothing is lost by that. Only when all have marked, tombstones may go.
   *
   * A disk that was replaced, or rolled back, or restored from a copy, shows by this: others have reaped in an era that it has
   * never been in. What it has of such a partition may be what they have reaped the tombstones of, so it forgets it, and is given
   * it again by them. Whoever asks in order to catch up ends what is being raised: it may have stepped back since it went along.
   */
  private static final int PAGE = 1000;

  private final Env env;
  private final long limitMillis;
  private final ConsistentHashRing ring;
  private final DataStore store;
  private final Supplier<ClusterView> view;
  private final Duties duties;
  private final Background background;
  private final UnderWay writes = new UnderWay();
  private final TreeMap<Integer, Standing> standings = new TreeMap<>();
  private final TreeMap<Integer, Standing> onDisk = new TreeMap<>();
  private final TreeMap<Integer, Future<Void>> saving = new TreeMap<>();
  private final TreeMap<Integer, Long> raising = new TreeMap<>();
  private final TreeMap<Integer, Future<Void>> catchingUp = new TreeMap<>();
  private final TreeMap<Integer, Long> leaving = new TreeMap<>();

  /** What an era asks of a node beyond turning others away. */
  public interface Duties {
    /** Of a node that has nothing to forget. */
    Duties NONE = new Duties() {
      @Override
      public boolean keepsForOthers(int partition) {
        return false;
      }

      @Override
      public boolean isOnlyOneInItsStart() {
        return true;
      }

      @Override
      public DiskStart present() {
        return new DiskStart(0, 0);
      }

      @Override
      public Future<Void> forget(SortedMap<Integer, Optional<DiskStart>> raised) {
        return Future.succeededFuture();
      }
    };

    /** Whether the node keeps, or may keep, a copy of a key in this partition that is not its own as an owner. */
    boolean keepsForOthers(int partition);

    /** Whether no other disk of this node was in a start of the present number, as far as anybody remembers. */
    boolean isOnlyOneInItsStart();

    /** The present start of this node. */
    DiskStart present();

    /**
     * Completes when what the node held of these partitions before is gone, durably.
     *
     * @param raised by partition, in which of its starts this node had raised the era that its disk knows nothing of
     */
    Future<Void> forget(SortedMap<Integer, Optional<DiskStart>> raised);
  }

  public Eras(
      Env env, long limitMillis, ConsistentHashRing ring, DataStore store, Supplier<ClusterView> view, Duties duties) {
    this.env = env;
    this.limitMillis = limitMillis;
    this.ring = ring;
    this.store = store;
    this.view = view;
    this.duties = duties;
    this.background = new Background(env.events());
  }

  /** Completes when it is known where earlier starts were. */
  public Future<Void> load() {
    return load(Bytes.EMPTY);
  }

  private Future<Void> load(Bytes after) {
    return store.scan(Space.STATE, StoreKeys.state(StoreKeys.ERA_PREFIX), after, PAGE).compose(page -> {
      page.entries().forEach(entry -> standings.put(
          Integer.parseInt(entry.key().utf8().substring(StoreKeys.ERA_PREFIX.length())), Standing.decode(entry.value())));
      onDisk.putAll(standings);
      return page.more() ? load(page.lastKey()) : Future.succeededFuture();
    });
  }

  private Standing standing(int partition) {
    return standings.getOrDefault(partition, Standing.FIRST);
  }

  /**
   * The era that this node's own work on a key is of, if it begins now. As long as what it held in an earlier one is not forgotten,
   * that is the earlier one: what it then sends is turned away by those in the later.
   */
  public long of(Key key) {
    if (standings.isEmpty()) {
      return Request.FIRST_ERA;
    }
    int partition = ring.partitionOf(key);
    return leaving.getOrDefault(partition, standing(partition).era());
  }

  /** Where this node is with a partition. */
  public EraReport report(int partition) {
    return standing(partition).report(false);
  }

  /** What another node is to be told of each partition that was reaped; those of which nothing ever was are left out. */
  public SortedMap<Integer, Reaped> reaped(NodeId asker) {
    var reaped = new TreeMap<Integer, Reaped>();
    standings.forEach((partition, standing) -> {
      if (standing.reaped() != Request.FIRST_ERA) {
        reaped.put(partition, new Reaped(standing.reaped(), Optional.ofNullable(standing.raisedIn().get(asker))));
      }
    });
    return Collections.unmodifiableSortedMap(reaped);
  }

  // what comes in

  /** Completes as the work does, when this node is no longer behind the asker. Whoever is behind this node is answered, too. */
  public <R> Future<R> show(Request.Keyed<R> request, Supplier<Future<R>> work) {
    if (isFirst(request)) {
      return work.get();
    }
    return caughtUp(ring.partitionOf(request.key()), request.era()).compose(ready -> work.get());
  }

  /**
   * As {@link #show}, for one who goes by what several nodes answer: fails with {@link Failure.Outdated} when something was reaped
   * here in a later era than the asker's. Some other node may have slept through that, and is to be asked in that era, so that it
   * forgets first what it has.
   */
  public <R> Future<R> read(Request.Keyed<R> request, Supplier<Future<R>> work) {
    if (isFirst(request)) {
      return work.get();
    }
    int partition = ring.partitionOf(request.key());
    return caughtUp(partition, request.era()).compose(ready -> {
      long reaped = standing(partition).reaped();
      return request.era() >= reaped ? work.get() : Future.failedFuture(new Failure.Outdated(reaped,
          env.self() + " has reaped in era " + reaped + " of partition " + partition + ", and this comes from era " + request.era()));
    });
  }

  /**
   * Completes as the work does, when this node is no longer behind the asker; fails with {@link Failure.Outdated} when the asker is
   * behind this node.
   */
  public <R> Future<R> write(Request.Keyed<R> request, Supplier<Future<R>> work) {
    if (isFirst(request)) {
      return writes.during(work);
    }
    int partition = ring.partitionOf(request.key());
    return caughtUp(partition, request.era()).compose(ready -> {
      long era = standing(partition).era();
      return request.era() == era ? writes.during(work) : Future.failedFuture(new Failure.Outdated(era,
          env.self() + " is in era " + era + " of partition " + partition + ", and this comes from era " + request.era()));
    });
  }

  private boolean isFirst(Request.Keyed<?> request) {
    return standings.isEmpty() && request.era() == Request.FIRST_ERA;
  }

  private Future<Void> caughtUp(int partition, long era) {
    Future<Void> underWay = catchingUp.get(partition);
    if (underWay != null && era >= standing(partition).era()) {
      return underWay.compose(done -> caughtUp(partition, era));
    }
    return era <= standing(partition).era() ? Future.succeededFuture() : catchUp(partition, era);
  }

  /** An answer to this node's own work says that it is behind. */
  public void noticed(Key key, Throwable failure) {
    if (failure instanceof Failure.Outdated outdated) {
      background.run("catch up with an era", caughtUp(ring.partitionOf(key), outdated.era()));
    }
  }

  // catching up

  private Future<Void> catchUp(int partition, long atLeast) {
    Promise<Void> over = Promise.promise();
    catchingUp.put(partition, over.future());
    background.run("catch up with an era", askPeers(partition, atLeast).compose(told -> follow(partition, atLeast, told)).transform(ended -> {
      catchingUp.remove(partition);
      if (ended.succeeded()) {
        over.complete();
      } else {
        over.fail(ended.cause());
      }
      return Future.succeededFuture();
    }));
    return over.future();
  }

  /** Completes with what those say that answer: those believed alive, and the others only if these do not know of that era. */
  private Future<List<EraReport>> askPeers(int partition, long atLeast) {
    var peers = ring.members().stream().filter(peer -> !peer.equals(env.self()))
        .collect(Collectors.partitioningBy(view.get()::isAlive));
    return ask(partition, peers.get(true)).compose(told -> told.stream().anyMatch(report -> report.era() >= atLeast)
        ? Future.succeededFuture(told)
        : ask(partition, peers.get(false)).map(more -> Stream.concat(told.stream(), more.stream()).toList()));
  }

  private Future<List<EraReport>> ask(int partition, List<NodeId> peers) {
    List<Future<EraReport>> asked = peers.stream()
        .map(peer -> env.transport().send(peer, new Request.RejoinEra(partition), limitMillis)).toList();
    return Future.join(asked).transform(ended ->
        Future.succeededFuture(asked.stream().filter(Future::succeeded).map(Future::result).toList()));
  }

  private Future<Void> follow(int partition, long atLeast, List<EraReport> told) {
    Standing old = standing(partition);
    long era = told.stream().mapToLong(EraReport::era).max().orElse(Request.FIRST_ERA);
    if (era < atLeast) {
      return Future.failedFuture(new Failure.Declined(
          env.self() + " is behind era " + atLeast + " of partition " + partition + ", and nobody tells it more"));
    }
    long promised = told.stream().mapToLong(EraReport::promised).max().orElse(era);
    long reaped = told.stream().mapToLong(EraReport::reaped).max().orElse(Request.FIRST_ERA);
    var raisedIn = new TreeMap<>(old.raisedIn());
    if (reaped > old.reaped()) {
      raisedIn.clear();
      told.stream().filter(report -> report.reaped() == reaped)
          .forEach(report -> report.raisedIn().forEach((node, start) -> raisedIn.merge(node, start, DiskStart::later)));
    }
    var next = new Standing(
        Math.max(promised, old.promised()), Math.max(era, old.era()), Math.max(reaped, old.reaped()), raisedIn);
    raising.remove(partition);
    standings.put(partition, next);
    if (reaped <= old.era()) {
      return save(partition);
    }
    leaving.put(partition, old.era());
    return writes.ended()
        .compose(quiet -> duties.forget(of(partition, Optional.ofNullable(raisedIn.get(env.self())))))
        .compose(forgotten -> save(partition))
        .transform(ended -> {
          leaving.remove(partition);
          if (ended.failed()) {
            standings.replace(partition, next, old);
          }
          return ended.succeeded() ? Future.succeededFuture() : Future.failedFuture(ended.cause());
        });
  }

  /**
   * Completes when this node, which is starting, has caught up with eras in which others have reaped.
   *
   * @param reaped by partition, the last era that any other knows of
   */
  public Future<Void> catchUpAtStart(SortedMap<Integer, Reaped> reaped) {
    var behind = new TreeMap<Integer, Standing>();
    var raised = new TreeMap<Integer, Optional<DiskStart>>();
    reaped.forEach((partition, told) -> {
      if (told.era() > standing(partition).era()) {
        var raisedIn = new TreeMap<NodeId, DiskStart>();
        told.raisedIn().ifPresent(start -> raisedIn.put(env.self(), start));
        behind.put(partition,
            new Standing(Math.max(told.era(), standing(partition).promised()), told.era(), told.era(), raisedIn));
        raised.put(partition, told.raisedIn());
      }
    });
    if (behind.isEmpty()) {
      return Future.succeededFuture();
    }
    return duties.forget(raised).compose(forgotten -> {
      standings.putAll(behind);
      return Future.join(behind.navigableKeySet().stream().map(this::save).toList()).mapEmpty();
    });
  }

  // steps

  /** Completes when the step is taken, durably, or with {@code done} false if it cannot be. */
  public Future<EraReport> step(Request.StepEra step) {
    if (catchingUp.containsKey(step.partition())) {
      return Future.succeededFuture(standing(step.partition()).report(false)); // Nothing of that is on disk yet.
    }
    return switch (step.step()) {
      case PREPARE -> prepare(step);
      case RAISE -> raise(step);
      case MARK -> mark(step);
    };
  }

  private Future<EraReport> prepare(Request.StepEra step) {
    Standing old = standing(step.partition());
    if (step.era() <= old.promised() || duties.keepsForOthers(step.partition()) || !duties.isOnlyOneInItsStart()) {
      return Future.succeededFuture(old.report(false));
    }
    standings.put(step.partition(), old.promising(step.era()));
    return save(step.partition()).map(saved -> standing(step.partition()).report(true));
  }

  private Future<EraReport> raise(Request.StepEra step) {
    int partition = step.partition();
    Standing old = standing(partition);
    if (step.era() != old.promised() || step.era() <= old.era() || !duties.isOnlyOneInItsStart()) {
      return Future.succeededFuture(old.report(false));
    }
    standings.put(partition, old.raised());
    raising.put(partition, step.era());
    return writes.ended().compose(quiet -> {
      if (duties.keepsForOthers(partition)) {
        raising.remove(partition);
      }
      return save(partition);
    }).map(saved -> standing(partition).report(raisedHere(), isRaising(step))).recover(failure -> {
      raising.remove(partition, step.era());
      return Future.failedFuture(failure);
    });
  }

  private SortedMap<NodeId, DiskStart> raisedHere() {
    return of(env.self(), duties.present());
  }

  private boolean isRaising(Request.StepEra step) {
    return raising.getOrDefault(step.partition(), Request.FIRST_ERA) == step.era();
  }

  private Future<EraReport> mark(Request.StepEra step) {
    int partition = step.partition();
    if (isRaising(step)) {
      raising.remove(partition);
      if (isFromBefore(step.raisedIn())) {
        return Future.succeededFuture(standing(partition).report(false));
      }
      standings.put(partition, standing(partition).marked(step.raisedIn()));
      return save(partition).map(saved -> standing(partition).report(true));
    }
    return saving.getOrDefault(partition, Future.succeededFuture()).transform(ended -> {
      Standing now = standing(partition);
      return Future.succeededFuture(now.report(now.reaped() == step.era()));
    });
  }

  private static <K extends Comparable<K>, V> SortedMap<K, V> of(K key, V value) {
    var map = new TreeMap<K, V>();
    map.put(key, value);
    return map;
  }

  /** A member that raised in a start below the one that is known of it here stands on a disk that is not its latest. */
  private boolean isFromBefore(SortedMap<NodeId, DiskStart> raisedIn) {
    return raisedIn.entrySet().stream().anyMatch(raised -> view.get().of(raised.getKey()).start() > raised.getValue().start());
  }

  /** A node that is behind asks: it may have gone along with an era and know nothing of that any more. */
  public Future<EraReport> rejoin(Request.RejoinEra rejoin) {
    raising.remove(rejoin.partition());
    return Future.succeededFuture(report(rejoin.partition()));
  }

  /** Nothing that is being raised goes on: a node has started, or something was lost here. */
  public void voidAll() {
    raising.clear();
  }

  /** Completes when where this node is stands on disk; if the disk does not take it, this node is where it was. */
  private Future<Void> save(int partition) {
    Standing next = standing(partition);
    Future<Void> saved = store.commit(Batch.put(Space.STATE, StoreKeys.state(StoreKeys.ERA_PREFIX + partition), next.encode()))
        .transform(ended -> {
          if (ended.failed()) {
            standings.replace(partition, next, onDisk.getOrDefault(partition, Standing.FIRST));
            return Future.failedFuture(ended.cause());
          }
          onDisk.put(partition, next);
          return Future.succeededFuture();
        });
    saving.put(partition, saved);
    return saved;
  }
}
