package io.ringside.storage;

import io.ringside.Bytes;
import io.ringside.message.Failure;
import java.util.Optional;

/**
 * What becomes of one key. Pure: a store may apply it on any thread, and must be free to apply it again; all that it needs of
 * time or chance was drawn before.
 */
@FunctionalInterface
public interface Change<R> {
  Outcome<R> apply(Optional<Bytes> old);

  /** What becomes of a key whose value is there and cannot be read: nothing, unless a change says otherwise. */
  default Outcome<R> unreadable(Failure.Unreadable why) {
    throw why;
  }

  /** What the caller is told, and the writes that go with it: usually the key's new value, none if nothing changes. */
  record Outcome<R>(R result, Batch writes) {}
}
