package io.ringside.sim;

import io.ringside.Bytes;
import io.ringside.config.DataConfig.Durability;
import io.ringside.message.Failure;
import io.ringside.storage.Batch;
import io.ringside.storage.Broken;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * A disk that takes its time and does one thing after the other. What it has completed it keeps, unless it is told to be worse
 * than that: asynchronous, lying, full, stalled, faltering. A crash leaves what was under way done or undone, in order.
 */
final class SimDisk implements DataStore {
  /** As the real store's promise for {@code async}: the log is flushed this long after a write. */
  private static final long ASYNC_SYNC_MILLIS = 500;

  private final Life life;
  private final Platter platter;
  private final Random random;
  private final long meanLatencyMicros;
  private final Durability durability;
  private final DiskTroubles troubles;
  private final Deque<Access<?>> underWay = new ArrayDeque<>();
  private final Promise<Broken> givenUp = Promise.promise();
  private long busyUntilMicros;
  private long stalledUntilMicros;
  private long faltersUntilMicros;
  private boolean lying;
  private boolean full;
  private boolean broken;
  private boolean syncPlanned;

  /** @param meanLatencyMicros of one access, exponentially distributed */
  SimDisk(Life life, Platter platter, Random random, long meanLatencyMicros, Durability durability, DiskTroubles troubles) {
    this.troubles = troubles;
    this.life = life;
    this.platter = platter;
    this.random = random;
    this.meanLatencyMicros = meanLatencyMicros;
    this.durability = durability;
  }

  /** @param flushed whether it is durable before it is done, whatever the durability: a node's own state is */
  private record Access<R>(boolean write, boolean flushed, Supplier<Future<R>> work, Promise<R> done) {}

  @Override
  public Future<Optional<Bytes>> get(Space space, Bytes key) {
    return getAll(space, List.of(key)).map(values -> values.get(0));
  }

  @Override
  public Future<List<Optional<Bytes>>> getAll(Space space, List<Bytes> keys) {
    return inTurn(false, false, () -> platter.getAll(space, keys));
  }

  @Override
  public <R> Future<R> update(Space space, Bytes key, Change<R> change) {
    return inTurn(true, isFlushed(space), () -> platter.update(space, key, change));
  }

  @Override
  public Future<Void> commit(Batch batch) {
    return inTurn(true, batch.edits().stream().anyMatch(edit -> isFlushed(edit.space())), () -> platter.commit(batch));
  }

  @Override
  public Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit) {
    return inTurn(false, false, () -> platter.scan(space, prefix, after, limit));
  }

  @Override
  public Future<Void> clear(Space space) {
    return inTurn(true, isFlushed(space), () -> platter.clear(space));
  }

  @Override
  public Future<Broken> broken() {
    return givenUp.future();
  }

  @Override
  public Future<Optional<String>> giveUp(String reason) {
    return inTurn(true, false, () -> {
      givenUp.tryComplete(new Broken(reason, true));
      return Future.succeededFuture(Optional.empty());
    });
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  /** Nothing is done for so long, on top of what it is stalled or busy for; what was asked waits. */
  void stall(long millis) {
    busyUntilMicros = Math.max(busyUntilMicros, life.microsOfWorld()) + millis * 1000;
    stalledUntilMicros = busyUntilMicros;
  }

  /** How long nothing is done yet; 0 if it is not stalled. */
  long stallsForMillis() {
    return Math.max(0, (stalledUntilMicros - life.microsOfWorld() + 999) / 1000);
  }

  /** For so long every other access fails, by chance, and does nothing. */
  void falter(long millis) {
    faltersUntilMicros = life.microsOfWorld() + millis * 1000;
  }

  /** From now on a flush completes and has flushed nothing. */
  void lie() {
    lying = true;
  }

  /** From now on no write is taken. After the first that failed none is, room or not, until a restart, as with the real store. */
  void setFull(boolean now) {
    full = now;
  }

  /** As {@link SimNetwork#brokenNow}. */
  void addBroken(SortedMap<String, Long> broken) {
    long now = life.microsOfWorld();
    if (full) {
      broken.put("full disk of " + life.node(), 0L);
    }
    if (stallsForMillis() > 0) {
      broken.put("stalled disk of " + life.node(), stalledUntilMicros);
    }
    if (faltersUntilMicros > now) {
      broken.put("faltering disk of " + life.node(), faltersUntilMicros);
    }
  }

  private boolean isFlushed(Space space) {
    return durability == Durability.SYNC || space == Space.STATE;
  }

  private <R> Future<R> inTurn(boolean write, boolean flushed, Supplier<Future<R>> work) {
    var access = new Access<>(write, flushed, work, Promise.<R>promise());
    underWay.add(access);
    long latencyMicros = (long) (-StrictMath.log(1 - random.nextDouble()) * meanLatencyMicros);
    busyUntilMicros = Math.max(busyUntilMicros, life.microsOfWorld()) + latencyMicros;
    life.afterMicros(busyUntilMicros - life.microsOfWorld(), this::finishNext);
    return access.done().future();
  }

  /** Accesses end in the order in which they came, since none overtakes. */
  private void finishNext() {
    finish(underWay.poll());
  }

  private <R> void finish(Access<R> access) {
    if (access.write() && givenUp.future().isComplete()) {
      access.done().fail(new Failure.Unavailable("the store was given up: " + givenUp.future().result().reason()));
      return;
    }
    if (access.write() && (full || broken)) {
      broken = true;
      troubles.metFull();
      access.done().fail(new Failure.Unavailable(
          "the store takes no more writes until it is restarted, since the disk failed: no space left on device"));
      return;
    }
    if (life.microsOfWorld() < faltersUntilMicros && random.nextBoolean()) {
      access.done().fail(new Failure.Unavailable("the disk failed to do this, and may do it if it is asked again"));
      return;
    }
    Future<R> result = access.work().get();
    if (access.write()) {
      settle(access.flushed());
    }
    result.onComplete(access.done());
  }

  private void settle(boolean atOnce) {
    if (lying) {
      return;
    }
    if (atOnce) {
      platter.sync();
    } else if (!syncPlanned) {
      syncPlanned = true;
      life.after(ASYNC_SYNC_MILLIS, () -> {
        syncPlanned = false;
        platter.sync();
      });
    }
  }

  /**
   * The power goes: some of what was under way is done, in order, and nobody will ever be told. How many writes it had completed
   * and loses.
   */
  int crash() {
    while (!underWay.isEmpty() && random.nextBoolean()) {
      Access<?> access = underWay.poll();
      if (access.write() && !full && !broken && !givenUp.future().isComplete()) {
        access.work().get();
        settleAtOnce(access.flushed());
      }
    }
    return platter.loseUnsynced(random);
  }

  private void settleAtOnce(boolean flushed) {
    if (!lying && flushed) {
      platter.sync();
    }
  }
}
