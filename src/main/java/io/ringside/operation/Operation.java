package io.ringside.operation;

import io.ringside.Key;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import java.util.Optional;
import java.util.function.Supplier;

/** What a client asks a coordinator; {@code R} is the type of its answer, and {@link OperationFailure} the only failure. */
public sealed interface Operation<R> {
  Key key();

  Options options();

  /** Of a write that has been given one; else {@link RequestId#NONE}. */
  default RequestId request() {
    return RequestId.NONE;
  }

  /** The same, and if it is a write without a request id, with this one. */
  default Operation<R> named(Supplier<RequestId> fresh) {
    return this;
  }

  record Get(Key key, Options options) implements Operation<Found> {}

  /**
   * Stores content over what {@code context} covers; nothing else is superseded.
   *
   * @param request the same for each retry of one write; {@link RequestId#NONE} if it is never retried
   * @param onlyIfAbsent fails if a read finds a live value first: best effort, two clients may both succeed
   */
  record Put(Key key, Content content, CausalContext context, RequestId request, boolean onlyIfAbsent, Options options)
      implements Operation<Written> {
    @Override
    public Put named(Supplier<RequestId> fresh) {
      return request.isNone() ? new Put(key, content, context, fresh.get(), onlyIfAbsent, options) : this;
    }
  }

  /** Writes a tombstone over {@code context}; without one, over what a read finds first. */
  record Delete(Key key, Optional<CausalContext> context, RequestId request, Options options)
      implements Operation<Written> {
    @Override
    public Delete named(Supplier<RequestId> fresh) {
      return request.isNone() ? new Delete(key, context, fresh.get(), options) : this;
    }
  }
}
