package io.ringside.handoff;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.HintsConfig;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.env.Mishap;
import io.ringside.env.Scheduler.Timer;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Keeps writes for primaries that cannot take them, and brings them home when they can. A hint is as durable as any other write.
 * Two hints of one key for one target are one, merged. Not safe for more than one thread.
 *
 * <p>Source: Dynamo (SOSP 2007), section 4.6.
 */
public final class HintedHandoff {
  /*
   * One delivery at a time per target, a batch at a time. A hint is dropped only after its target has acknowledged exactly what
   * is dropped: one that grew meanwhile stays for the next round. A delivery that arrives twice does no harm, since the target
   * merges.
   */
  private static final int MEBIBYTE = 1 << 20;

  /** How many hints are counted at a time when a node starts. */
  private static final int COUNT_PAGE = 1000;

  private final Env env;
  private final HintsConfig config;
  private final long limitMillis;
  private final DataStore store;
  private final Supplier<ClusterView> view;
  private final Background background;
  private final HintLedger ledger = new HintLedger();
  private final TreeSet<NodeId> delivering = new TreeSet<>();
  private Timer next;
  private boolean running;

  public HintedHandoff(Env env, HintsConfig config, long limitMillis, DataStore store, Supplier<ClusterView> view) {
    this.env = env;
    this.config = config;
    this.limitMillis = limitMillis;
    this.store = store;
    this.view = view;
    this.background = new Background(env.events());
  }

  /** Completes when the hints that an earlier start left have been counted; from then on they are delivered. */
  public Future<Void> start() {
    running = true;
    return count(Bytes.EMPTY).map(counted -> {
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

  private Future<Void> count(Bytes after) {
    return store.scan(Space.HINTS, Bytes.EMPTY, after, COUNT_PAGE).compose(page -> {
      page.entries().forEach(hint -> ledger.added(StoreKeys.hintTarget(hint.key()), sizeOf(hint.key(), hint.value())));
      return page.more() ? count(page.entries().get(page.entries().size() - 1).key()) : Future.succeededFuture();
    });
  }

  /** What a change of a hint tells: the caller's result, and what the hint weighed before and weighs now. */
  private record Weighed<T>(T result, Siblings siblings, Optional<Integer> oldSize, int newSize) {}

  /**
   * Changes the hint of a key for a target, and completes with what the change says once it is durable; fails with
   * {@link Failure.Unavailable} when there is no room for a new one. A hint that is there already may grow all the same.
   */
  public <T> Future<T> keep(NodeId target, Key key, Function<Record, Kept<T>> change) {
    Bytes address = StoreKeys.hint(target, key);
    boolean full = isFull();
    return store.update(Space.HINTS, address, old -> full && old.isEmpty()
        ? new Change.Outcome<>(Optional.<Weighed<T>>empty(), Batch.EMPTY)
        : kept(address, old, change.apply(Record.decode(old))))
        .compose(kept -> kept.isPresent() ? accepted(target, key, kept.get()) : dropped(target, key));
  }

  private boolean isFull() {
    return ledger.count() >= config.maxCount() || ledger.bytes() >= (long) config.maxBytesMebibytes() * MEBIBYTE;
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
    account(target, kept);
    env.events().emit(new Event.HintStored(target, key, kept.siblings()));
    return Future.succeededFuture(kept.result());
  }

  private <T> Future<T> dropped(NodeId target, Key key) {
    env.events().emit(new Event.HintDropped(target, key, "full"));
    return Future.failedFuture(new Failure.Unavailable("no room for another hint: " + ledger.count() + " are waiting"));
  }

  private void account(NodeId target, Weighed<?> kept) {
    if (kept.oldSize().isPresent()) {
      ledger.grown(kept.newSize() - kept.oldSize().get());
    } else {
      ledger.added(target, kept.newSize());
    }
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
      deliverToTheLiving();
      scheduleRound();
    });
  }

  private void deliverToTheLiving() {
    for (NodeId target : List.copyOf(ledger.pending().keySet())) {
      if (view.get().isAlive(target) && delivering.add(target)) {
        background.run("deliver hints to " + target, deliverAll(target, Bytes.EMPTY).eventually(() -> {
          delivering.remove(target);
          return Future.succeededFuture();
        }));
      }
    }
  }

  /**
   * Completes when every hint for the target was offered once; fails when the target stops taking them. A hint that it refuses,
   * or that cannot be read, stays, and does not hold up those behind it.
   */
  private Future<Void> deliverAll(NodeId target, Bytes after) {
    int batch = env.mishaps().at(Mishap.SMALL_BATCH) ? 1 : config.batchLimit();
    return store.scan(Space.HINTS, StoreKeys.hintPrefix(target), after, batch).compose(page -> {
      var delivered = new ArrayList<Future<Void>>();
      page.entries().forEach(hint -> delivered.add(Future.succeededFuture()
          .compose(turn -> deliver(target, hint))
          .recover(failure -> keptBack(failure, target))));
      return Future.join(delivered).compose(all -> page.more() && running
          ? deliverAll(target, page.entries().get(page.entries().size() - 1).key())
          : Future.succeededFuture());
    });
  }

  private Future<Void> deliver(NodeId target, Page.Entry hint) {
    Key key = StoreKeys.hintKey(hint.key());
    Siblings siblings = Record.decode(hint.value()).siblings();
    return env.transport()
        .send(target, new Request.Store(key, siblings, Request.Store.Reason.HINT_DELIVERY), limitMillis)
        .compose(ack -> {
          env.mishaps().at(Mishap.HINT_DELIVERED);
          return store.update(Space.HINTS, hint.key(), old -> withoutDelivered(hint, old));
        })
        .map(dropped -> {
          if (dropped) {
            ledger.removed(target, sizeOf(hint.key(), hint.value()));
            env.events().emit(new Event.HintDelivered(target, key));
          }
          return null;
        });
  }

  private Future<Void> keptBack(Throwable failure, NodeId target) {
    if (Failure.leadsToFallback(failure)) {
      return Future.failedFuture(failure);
    }
    background.run("deliver a hint to " + target, Future.failedFuture(failure));
    return Future.succeededFuture();
  }

  private static Change.Outcome<Boolean> withoutDelivered(Page.Entry delivered, Optional<Bytes> now) {
    boolean same = now.isPresent() && now.get().equals(delivered.value());
    return new Change.Outcome<>(same, same ? Batch.delete(Space.HINTS, delivered.key()) : Batch.EMPTY);
  }
}
