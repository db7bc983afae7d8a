package io.ringside.storage;

import io.ringside.Bytes;
import io.ringside.message.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * Another store until it is told to take no more writes. So whoever has the store itself can write something last. Not safe for more
 * than one thread.
 */
public final class ClosingStore extends PassingStore {
  private final Promise<Void> quiet = Promise.promise();
  private boolean closing;
  private long underWay;

  public ClosingStore(DataStore store) {
    super(store);
  }

  /** Refuses writes from now on, as unavailable; completes when those under way have ended. Reads go on. */
  public Future<Void> takeNoMore() {
    closing = true;
    tellIfQuiet();
    return quiet.future();
  }

  private void tellIfQuiet() {
    if (closing && underWay == 0) {
      quiet.tryComplete();
    }
  }

  private <R> Future<R> writing(Supplier<Future<R>> write) {
    if (closing) {
      return Future.failedFuture(new Failure.Unavailable("this node is stopping"));
    }
    underWay++;
    return write.get().eventually(() -> {
      underWay--;
      tellIfQuiet();
      return Future.succeededFuture();
    });
  }

  @Override
  public <R> Future<R> update(Space space, Bytes key, Change<R> change) {
    return writing(() -> inner.update(space, key, change));
  }

  @Override
  public Future<Void> commit(Batch batch) {
    return writing(() -> inner.commit(batch));
  }

  @Override
  public Future<Void> clear(Space space) {
    return writing(() -> inner.clear(space));
  }
}
