package io.ringside.handoff;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.HintsConfig;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.env.Mishap;
import io.ringside.env.Scheduler.Timer;
import io.ringside.env.TimeLimit;
import io.ringside.era.Eras;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.message.Ack;
import io.ringside.message.Failure;
import io.ringside.message.HintCounts;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.ring.PreferenceList;
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
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Keeps writes for primaries that cannot take them, and brings them home when they can. A hint is as durable as any other write.
 * Two hints of one key for one target are one, merged. Not safe for more than one thread.
 *
 * <p>Source: Dynamo (SOSP 2007), section 4.6.
 */
public final class HintedHandoff {
  /*
   * One delivery at a time per target. A hint is dropped only after its target has acknowledged exactly what is dropped: one that
   * grew meanwhile stays for the next time round. A delivery that arrives twice does no harm, since the target merges.
   *
   * A hint that could not be read when they were counted is in no account. It may be readable a moment later, and bring back what
   * was deleted. So nothing is reaped anywhere then, until a start has counted them all: of a store that was mended, or whose
   * trouble has passed.
   *
   * Who owns what does not change while a node runs; but it may have been started again with other numbers of copies. So a hint
   * whose target does not own its key any more is one that was found at the start. All present owners are given what it says,
   * as they would be by anti-entropy, and when all of them have it the hint is done with.
   */
  private static final int MEBIBYTE = 1 << 20;

  /** How many hints are counted at a time when a node starts. */
  private static final int COUNT_PAGE = 1000;

  private final Env env;
  private final HintsConfig config;
  private final TimeLimit limit;
  private final DataStore store;
  private final Supplier<ClusterView> view;
  private final Function<Key, PreferenceList> homes;
  private final Eras eras;
  private final Background background;
  private final HintLedger ledger = new HintLedger();
  private final SortedMap<NodeId, Delivery> deliveries = new TreeMap<>();
  private Timer next;
  private boolean running;
  private boolean mayHide;
  private int forgettings;
  private int underWay;

  /** @param homes who owns a key now, and in which partition it lies */
  public HintedHandoff(
      Env env, HintsConfig config, long limitMillis, DataStore store, Supplier<ClusterView> view,
      Function<Key, PreferenceList> homes, Eras eras) {
    this.env = env;
    this.config = config;
    this.limit = new TimeLimit(limitMillis);
    this.store = store;
    this.view = view;
    this.homes = homes;
    this.eras = eras;
    this.background = new Background(env.events());
  }

  /** Completes when the hints that an earlier start left have been counted; from then on they are delivered. */
  public Future<Void> start() {
    running = true;
    return count(Bytes.EMPTY).compose(counted -> mayHide ? verify() : Future.succeededFuture()).map(told -> {
      env.events().emit(new Event.HintsFound(ledger.count()));
      scheduleRound();
      return null;
    });
  }

  /** No further batch is sent; what is on its way may still arrive. */
  public void stop() {
    running = false;
    if (next != null) {
      next.cancel();
    }
  }

  /** How many writes are kept, by target. */
  public SortedMap<NodeId, Long> pending() {
    return ledger.pending();
  }

  /** What became of hints since this start. */
  public HintCounts counts() {
    return ledger.counts();
  }

  private Future<Void> count(Bytes after) {
    return store.scanReadable(Space.HINTS, Bytes.EMPTY, after, COUNT_PAGE, () -> mayHide = true).compose(page -> {
      page.entries().forEach(hint -> {
        NodeId target = StoreKeys.hintTarget(hint.key());
        PreferenceList home = homes.apply(StoreKeys.hintKey(hint.key()));
        ledger.found(target, home.partition(), sizeOf(hint), home.isPrimary(target));
      });
      return page.more() ? count(page.lastKey()) : Future.succeededFuture();
    });
  }

  /**
   * Completes when all hints have been looked at, and it is told in how many places they cannot be read. What they kept is left to
   * anti-entropy, and so are others that a broken block hides, until the store is mended.
   */
  public Future<Void> verify() {
    return unreadable(Bytes.EMPTY).map(places -> {
      if (places > 0) {
        env.events().emit(new Event.HintsUnreadable(places));
      }
      return null;
    });
  }

  private Future<Long> unreadable(Bytes after) {
    return store.scan(Space.HINTS, Bytes.EMPTY, after, COUNT_PAGE).compose(page -> page.more()
        ? unreadable(page.lastKey()) : Future.succeededFuture(0L)).recover(failure ->
        failure instanceof Failure.Unreadable bad
            ? bad.behind().map(this::unreadable).orElse(Future.succeededFuture(0L)).map(more -> more + 1)
            : Future.failedFuture(failure));
  }

  /** What a change of a hint tells: the caller's result, and what the hint weighed before and weighs now. */
  private record Weighed<T>(T result, Siblings siblings, Optional<Integer> oldSize, int newSize) {}

  /**
   * Changes the hint of a key for a target, and completes with what the change says once it is durable; fails with
   * {@link Failure.Unavailable} when there is no room for a new one. A hint that is there already may grow all the same.
   */
  public <T> Future<T> keep(NodeId target, Key key, Function<Record, Kept<T>> change) {
    Bytes address = StoreKeys.hint(target, key);
    Optional<String> full = whyFull();
    underWay++;
    return store.update(Space.HINTS, address, old -> full.isPresent() && old.isEmpty()
        ? new Change.Outcome<>(Optional.<Weighed<T>>empty(), Batch.EMPTY)
        : kept(address, old, change.apply(Record.decode(old))))
        .eventually(() -> {
          underWay--;
          return Future.succeededFuture();
        })
        .compose(kept -> kept.isPresent() ? accepted(target, key, kept.get()) : dropped(target, key, full.orElseThrow()));
  }

  /** The limit that is reached, if one is; whatever is being written now may be a new hint. */
  private Optional<String> whyFull() {
    if (ledger.count() + underWay >= config.maxCount()) {
      return Optional.of(Event.HintDropped.TOO_MANY);
    }
    return ledger.bytes() >= (long) config.maxBytesMebibytes() * MEBIBYTE
        ? Optional.of(Event.HintDropped.TOO_LARGE) : Optional.empty();
  }

  /** A hint's new record, and what its keeper wants to know of it. */
  public record Kept<T>(Record record, T result) {}

  private static <T> Change.Outcome<Optional<Weighed<T>>> kept(Bytes address, Optional<Bytes> old, Kept<T> changed) {
    Bytes encoded = changed.record().encode();
    var kept = new Weighed<>(changed.result(), changed.record().siblings(),
        old.map(bytes -> sizeOf(address, bytes)), sizeOf(address, encoded));
    return new Change.Outcome<>(Optional.of(kept), Batch.put(Space.HINTS, address, encoded));
  }

  private <T> Future<T> accepted(NodeId target, Key key, Weighed<T> kept) {
    account(target, key, kept);
    env.events().emit(new Event.HintStored(target, key, kept.siblings(), kept.oldSize().isPresent()));
    return Future.succeededFuture(kept.result());
  }

  private <T> Future<T> dropped(NodeId target, Key key, String why) {
    ledger.dropped(why);
    env.events().emit(new Event.HintDropped(target, key, why));
    return Future.failedFuture(new Failure.Declined("no room for another hint: " + ledger.count() + " are waiting"));
  }

  private void account(NodeId target, Key key, Weighed<?> kept) {
    if (kept.oldSize().isPresent()) {
      ledger.grown(kept.newSize() - kept.oldSize().get());
    } else {
      ledger.created(target, homes.apply(key).partition(), kept.newSize());
    }
  }

  private static int sizeOf(Page.Entry hint) {
    return sizeOf(hint.key(), hint.value());
  }

  private static int sizeOf(Bytes key, Bytes value) {
    return key.size() + value.size();
  }

  /** Completes with what is kept of a key, by target; asks the store only if anything is. */
  public Future<SortedMap<NodeId, Siblings>> of(Key key) {
    List<NodeId> targets = List.copyOf(ledger.pending().keySet());
    if (targets.isEmpty()) {
      return Future.succeededFuture(new TreeMap<>());
    }
    List<Bytes> addresses = targets.stream().map(target -> StoreKeys.hint(target, key)).toList();
    return store.getAll(Space.HINTS, addresses).map(found -> {
      SortedMap<NodeId, Siblings> hints = new TreeMap<>();
      for (int i = 0; i < targets.size(); i++) {
        NodeId target = targets.get(i);
        found.get(i).ifPresent(bytes -> hints.put(target, Record.decode(bytes).siblings()));
      }
      return hints;
    });
  }

  private void scheduleRound() {
    if (!running) {
      return;
    }
    next = env.scheduler().after(config.deliverPeriodMillis(), () -> {
      deliver();
      scheduleRound();
    });
  }

  private void deliver() {
    for (NodeId target : List.copyOf(ledger.pending().keySet())) {
      if (isWanted(target)) {
        deliveries.computeIfAbsent(target, this::delivery).begin();
      }
    }
  }

  private boolean isWanted(NodeId target) {
    return running && (view.get().isAlive(target) || ledger.hasMisplaced(target));
  }

  private Delivery delivery(NodeId target) {
    return new Delivery(env, background, store, target, new Pace(config), () -> isWanted(target), () -> forgettings,
        (hint, bytes) -> offer(target, hint, limit.forBytes(bytes)));
  }

  /** A hint that is refused, or that cannot be read, stays, and does not hold up those behind it. */
  private Future<Boolean> offer(NodeId target, Page.Entry hint, long limitMillis) {
    return Future.succeededFuture().compose(turn -> {
      Key key = StoreKeys.hintKey(hint.key());
      PreferenceList home = homes.apply(key);
      if (!home.isPrimary(target)) {
        return reroute(target, key, hint, home, limitMillis);
      }
      return view.get().isAlive(target) ? deliver(target, key, hint, home, limitMillis) : Future.succeededFuture(true);
    }).recover(failure -> keptBack(failure, target));
  }

  private Future<Boolean> deliver(NodeId target, Key key, Page.Entry hint, PreferenceList home, long limitMillis) {
    return give(target, key, hint, Reason.HINT_DELIVERY, limitMillis).compose(ack -> {
      env.mishaps().at(Mishap.HINT_DELIVERED);
      return drop(hint);
    }).map(dropped -> {
      if (dropped) {
        ledger.delivered(target, home.partition(), sizeOf(hint));
        env.events().emit(new Event.HintDelivered(target, key));
      }
      return true;
    });
  }

  private Future<Boolean> reroute(NodeId target, Key key, Page.Entry hint, PreferenceList home, long limitMillis) {
    return Future.join(home.primaries().stream().map(owner -> give(owner, key, hint, Reason.REROUTE, limitMillis)).toList())
        .compose(given -> drop(hint))
        .map(dropped -> {
          if (dropped) {
            ledger.rerouted(target, home.partition(), sizeOf(hint));
            env.events().emit(new Event.HintRerouted(target, key, home.primaries()));
          }
          return true;
        });
  }

  private Future<Ack> give(NodeId node, Key key, Page.Entry hint, Reason reason, long limitMillis) {
    Siblings siblings = Record.decode(hint.value()).siblings();
    return env.transport().send(node, new Request.Store(key, siblings, reason, eras.of(key)), limitMillis).recover(failure -> {
      eras.noticed(key, failure);
      return Future.failedFuture(failure);
    });
  }

  /**
   * Whether a hint of a key in this partition is kept, or may be: if not all could be read when they were counted, there may be
   * one of any partition until the next start.
   */
  public boolean mayHaveHints(int partition) {
    return mayHide || ledger.has(partition);
  }

  /**
   * Completes when of every hint of these partitions only that is left which {@code rest} leaves, durably. For one whose hints may bring
   * back what was deleted. Fails as {@link Failure.Unreadable} if it cannot look at all of them.
   */
  public Future<Void> forget(SortedSet<Integer> partitions, UnaryOperator<Record> rest) {
    if (running && partitions.stream().noneMatch(this::mayHaveHints)) {
      return Future.succeededFuture();
    }
    forgettings++;
    return forget(partitions, rest, Bytes.EMPTY).eventually(() -> {
      forgettings++;
      return Future.succeededFuture();
    });
  }

  private Future<Void> forget(SortedSet<Integer> partitions, UnaryOperator<Record> rest, Bytes after) {
    return store.scan(Space.HINTS, Bytes.EMPTY, after, COUNT_PAGE).compose(page -> {
      List<Future<Void>> forgotten = page.entries().stream()
          .filter(hint -> partitions.contains(partitionOf(hint)))
          .map(hint -> forget(hint.key(), rest)).toList();
      return Future.join(forgotten).compose(all -> page.more()
          ? forget(partitions, rest, page.lastKey())
          : Future.succeededFuture());
    });
  }

  /** What is left of a hint, which had and has so many bytes; nothing is told of one that says as much as before. */
  private record Shortened(Record left, boolean saysLess, int oldSize, int newSize) {
    private boolean isGone() {
      return left.equals(Record.NONE);
    }
  }

  /**
   * A hint of which something is left stays one hint; one that was delivered meanwhile is gone already, and one that was kept anew
   * has other bytes than the page says.
   */
  private Future<Void> forget(Bytes address, UnaryOperator<Record> rest) {
    return store.update(Space.HINTS, address, bytes -> {
      Record old = Record.decode(bytes);
      Record left = rest.apply(old);
      if (bytes.isEmpty() || left.equals(old)) {
        return new Change.Outcome<>(Optional.<Shortened>empty(), Batch.EMPTY);
      }
      Bytes encoded = left.encode();
      var shortened = new Shortened(left, !left.siblings().equals(old.siblings()),
          sizeOf(address, bytes.get()), sizeOf(address, encoded));
      return new Change.Outcome<>(Optional.of(shortened),
          shortened.isGone() ? Batch.delete(Space.HINTS, address) : Batch.put(Space.HINTS, address, encoded));
    }).map(less -> {
      less.ifPresent(shortened -> forgot(address, shortened));
      return null;
    });
  }

  /** What is not counted yet, since this node is starting, is counted as it is then. */
  private void forgot(Bytes address, Shortened hint) {
    NodeId target = StoreKeys.hintTarget(address);
    Key key = StoreKeys.hintKey(address);
    if (!hint.isGone()) {
      if (running) {
        ledger.grown(hint.newSize() - hint.oldSize());
      }
      if (hint.saysLess()) {
        env.events().emit(new Event.HintShortened(target, key, hint.left().siblings()));
      }
      return;
    }
    if (running) {
      PreferenceList home = homes.apply(key);
      ledger.outdated(target, home.partition(), hint.oldSize(), home.isPrimary(target));
    }
    env.events().emit(new Event.HintDropped(target, key, Event.HintDropped.OUTDATED));
  }

  private int partitionOf(Page.Entry hint) {
    return homes.apply(StoreKeys.hintKey(hint.key())).partition();
  }

  private Future<Boolean> keptBack(Throwable failure, NodeId target) {
    if (Failure.leadsToFallback(failure)) {
      return Future.failedFuture(failure);
    }
    background.run("deliver a hint to " + target, Future.failedFuture(failure));
    return Future.succeededFuture(false);
  }

  /** Completes with whether the hint was still what it was, and is gone. */
  private Future<Boolean> drop(Page.Entry done) {
    return store.update(Space.HINTS, done.key(), now -> {
      boolean same = now.isPresent() && now.get().equals(done.value());
      return new Change.Outcome<>(same, same ? Batch.delete(Space.HINTS, done.key()) : Batch.EMPTY);
    });
  }
}
