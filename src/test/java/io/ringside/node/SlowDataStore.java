package io.ringside.node;

import io.ringside.Bytes;
import io.ringside.message.Failure;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store whose commits, while the test holds them, are done only when it lets them go, or not at all. */
final class SlowDataStore implements DataStore {
  private final DataStore store;
  private final List<Held> held = new ArrayList<>();
  private boolean holding;

  private record Held(Batch batch, Promise<Void> done) {}

  SlowDataStore(DataStore store) {
    this.store = store;
  }

  void holdCommits() {
    holding = true;
  }

  void releaseCommits() {
    let(go -> store.commit(go.batch()).onComplete(go.done()));
  }

  void refuseCommits() {
    let(go -> go.done().fail(new Failure.Unavailable("the disk does not take it")));
  }

  private void let(Consumer<Held> end) {
    holding = false;
    List.copyOf(held).forEach(end);
    held.clear();
  }

  @Override
  public Future<Void> commit(Batch batch) {
    if (!holding) {
      return store.commit(batch);
    }
    Promise<Void> done = Promise.promise();
    held.add(new Held(batch, done));
    return done.future();
  }

  @Override
  public Future<Optional<Bytes>> get(Space space, Bytes key) {
    return store.get(space, key);
  }

  @Override
  public Future<List<Optional<Bytes>>> getAll(Space space, List<Bytes> keys) {
    return store.getAll(space, keys);
  }

  @Override
  public <R> Future<R> update(Space space, Bytes key, Change<R> change) {
    return store.update(space, key, change);
  }

  @Override
  public Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit) {
    return store.scan(space, prefix, after, limit);
  }

  @Override
  public Future<Void> clear(Space space) {
    return store.clear(space);
  }

  @Override
  public Future<Void> close() {
    return store.close();
  }
}
