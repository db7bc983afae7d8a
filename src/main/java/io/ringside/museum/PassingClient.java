package io.ringside.museum;

import io.ringside.client.Client;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.Written;
import io.ringside.version.RequestId;
import io.vertx.core.Future;

/** A client that lets another do everything, one kind of operation at a time; a bug overrides what it spoils. */
abstract class PassingClient implements Client {
  protected final Client inner;

  PassingClient(Client inner) {
    this.inner = inner;
  }

  /** An operation's type names its answer's, so the one cast that this takes is safe. */
  @SuppressWarnings("unchecked")
  @Override
  public final <R> Future<R> execute(Operation<R> operation) {
    if (operation instanceof Operation.Get get) {
      return (Future<R>) read(get);
    }
    if (operation instanceof Operation.Put put) {
      return (Future<R>) write(put);
    }
    return operation instanceof Operation.Delete delete ? (Future<R>) remove(delete) : inner.execute(operation);
  }

  @Override
  public final RequestId newRequest() {
    return inner.newRequest();
  }

  Future<Found> read(Operation.Get get) {
    return inner.execute(get);
  }

  Future<Written> write(Operation.Put put) {
    return inner.execute(put);
  }

  Future<Written> remove(Operation.Delete delete) {
    return inner.execute(delete);
  }
}
