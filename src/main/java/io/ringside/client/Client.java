package io.ringside.client;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.Options;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.operation.Written;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Version;
import io.vertx.core.Future;
import java.util.ArrayList;

/**
 * Puts, gets, deletes and resolves from a program. Every future completes with what the method says or fails with an
 * {@link OperationFailure}. There are no transactions over several keys, and reads are not linearizable: see docs/consistency.md.
 */
public interface Client {
  /**
   * Sends one operation to a coordinator; when it is silent or out of reach, to the next, under the same request id, so that a
   * write which did arrive is not made twice.
   */
  <R> Future<R> execute(Operation<R> operation);

  /** The same client, which asks the coordinator of that node first, where it can choose; where it cannot, itself. */
  default Client via(NodeId first) {
    return this;
  }

  /** A request id that nobody has used. */
  RequestId newRequest();

  /** Completes with what is there: a value, siblings, a deletion, or nothing. */
  default Future<Found> get(Key key) {
    return get(key, Options.DEFAULTS);
  }

  default Future<Found> get(Key key, Options options) {
    return execute(new Operation.Get(key, options));
  }

  /** Writes without having read: beside whatever is there, as a sibling of it. */
  default Future<Written> put(Key key, Content content) {
    return put(key, content, CausalContext.EMPTY);
  }

  /** Writes over what {@code context} covers: the context of an earlier {@link Found} or {@link Written} of the same key. */
  default Future<Written> put(Key key, Content content, CausalContext context) {
    return put(key, content, context, Options.DEFAULTS);
  }

  default Future<Written> put(Key key, Content content, CausalContext context, Options options) {
    return execute(new Operation.Put(key, content, context, newRequest(), false, options));
  }

  /** Deletes what a read finds; fails with {@link OperationFailure.Kind#NOT_FOUND} where there never was anything. */
  default Future<Written> delete(Key key) {
    return delete(key, newRequest(), Options.DEFAULTS);
  }

  /**
   * The same. What is deleted is settled by that read, once: a retry deletes the same and nothing newer, however late it is carried
   * out. Read and write have the time limit of the options each, and the read takes the bucket's R.
   */
  default Future<Written> delete(Key key, RequestId request, Options options) {
    return get(key, options.ofReadBefore()).compose(found -> found.kind() == Found.Kind.NOT_FOUND
        ? Future.failedFuture(new OperationFailure(Kind.NOT_FOUND,
            "there is nothing to delete: the key has never been written", "is it this key, and this bucket?"))
        : execute(new Operation.Delete(key, found.context(), request, options)));
  }

  /** Deletes what {@code context} covers; a value written beside it stays. */
  default Future<Written> delete(Key key, CausalContext context) {
    return execute(new Operation.Delete(key, context, newRequest(), Options.DEFAULTS));
  }

  /**
   * Reads, and if there are siblings writes what the resolver makes of them, over all of them. Completes with what is there then:
   * the one value if it wrote, else what it read.
   */
  default Future<Found> resolve(Key key, Resolver resolver) {
    return get(key).compose(found -> {
      if (found.kind() != Found.Kind.SIBLINGS) {
        return Future.succeededFuture(found);
      }
      Content winner = resolver.resolve(new ArrayList<Version>(found.siblings().versions().values()));
      return put(key, winner, found.context()).compose(written -> get(key));
    });
  }
}
