package io.ringside.operation;

import io.ringside.Key;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import java.util.function.Supplier;

/** What a client asks a coordinator; {@code R} is the type of its answer, and {@link OperationFailure} the only failure. */
public sealed interface Operation<R> {
  Key key();

  Options options();

  /** Of a write that has been given one; else {@link RequestId#NONE}. */
  default RequestId request() {
    return RequestId.NONE;
  }

  /** Whether carrying it out twice is as good as once. */
  default boolean mayRepeat() {
    return !request().isNone();
  }

  /** The same, and if it is a write without a request id, with this one. */
  default Operation<R> named(Supplier<RequestId> fresh) {
    return this;
  }

  record Get(Key key, Options options) implements Operation<Found> {
    @Override
    public boolean mayRepeat() {
      return true;
    }
  }

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

  /** Writes a tombstone over what {@code context} covers; nothing else is deleted, however late it is carried out. */
  record Delete(Key key, CausalContext context, RequestId request, Options options)
      implements Operation<Written> {
    @Override
    public Delete named(Supplier<RequestId> fresh) {
      return request.isNone() ? new Delete(key, context, fresh.get(), options) : this;
    }
  }

  /**
   * Merges what was once held of a key into what its owners hold now: what has been superseded since stays so. Nothing is minted.
   */
  record Restore(Key key, Siblings siblings, Options options) implements Operation<Restored> {
    public Restore {
      if (siblings.isEmpty()) {
        throw new IllegalArgumentException("There is nothing to restore of " + key);
      }
    }

    @Override
    public boolean mayRepeat() {
      return true;
    }
  }
}
