package io.ringside.sim;

import io.ringside.Bytes;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.MemoryDataStore;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A disk that takes its time, does one thing after the other, and loses what it had not done when its node crashed. What it has
 * completed it keeps: it is as good as {@code durability: sync} promises.
 */
final class SimDisk implements DataStore {
  private final Life life;
  private final MemoryDataStore platter;
  private final Random latencies;
  private final long meanLatencyMicros;
  private long busyUntilMillis;

  /** @param meanLatencyMicros of one access, exponentially distributed */
  SimDisk(Life life, MemoryDataStore platter, Random latencies, long meanLatencyMicros) {
    this.life = life;
    this.platter = platter;
    this.latencies = latencies;
    this.meanLatencyMicros = meanLatencyMicros;
  }

  @Override
  public Future<Optional<Bytes>> get(Space space, Bytes key) {
    return inTurn(() -> platter.get(space, key));
  }

  @Override
  public Future<List<Optional<Bytes>>> getAll(Space space, List<Bytes> keys) {
    return inTurn(() -> platter.getAll(space, keys));
  }

  @Override
  public <R> Future<R> update(Space space, Bytes key, Change<R> change) {
    return inTurn(() -> platter.update(space, key, change));
  }

  @Override
  public Future<Void> commit(Batch batch) {
    return inTurn(() -> platter.commit(batch));
  }

  @Override
  public Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit) {
    return inTurn(() -> platter.scan(space, prefix, after, limit));
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private <R> Future<R> inTurn(Supplier<Future<R>> access) {
    Promise<R> done = Promise.promise();
    long latencyMillis = Math.round(-StrictMath.log(1 - latencies.nextDouble()) * meanLatencyMicros / 1000);
    busyUntilMillis = Math.max(busyUntilMillis, life.nowMillis()) + latencyMillis;
    life.after(busyUntilMillis - life.nowMillis(), () -> access.get().onComplete(done));
    return done.future();
  }
}
