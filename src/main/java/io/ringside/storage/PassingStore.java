package io.ringside.storage;

import io.ringside.Bytes;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** A store that passes everything on; whoever extends it overrides what it does in another way. */
public abstract class PassingStore implements DataStore {
  protected final DataStore inner;

  protected PassingStore(DataStore inner) {
    this.inner = inner;
  }

  @Override
  public Future<Optional<Bytes>> get(Space space, Bytes key) {
    return inner.get(space, key);
  }

  @Override
  public Future<List<Optional<Bytes>>> getAll(Space space, List<Bytes> keys) {
    return inner.getAll(space, keys);
  }

  @Override
  public <R> Future<R> update(Space space, Bytes key, Change<R> change) {
    return inner.update(space, key, change);
  }

  @Override
  public Future<Void> commit(Batch batch) {
    return inner.commit(batch);
  }

  @Override
  public Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit) {
    return inner.scan(space, prefix, after, limit);
  }

  @Override
  public Backups backups() {
    return inner.backups();
  }

  @Override
  public Future<Broken> broken() {
    return inner.broken();
  }

  @Override
  public Future<Optional<String>> giveUp(String reason) {
    return inner.giveUp(reason);
  }

  @Override
  public Future<Void> clear(Space space) {
    return inner.clear(space);
  }

  @Override
  public Future<Void> close() {
    return inner.close();
  }
}
