package io.ringside.rocks;

import io.ringside.Bytes;
import io.ringside.message.Failure;
import java.util.Optional;
import org.rocksdb.RocksDBException;

/**
 * What a look at the disk found for one key: a value, none, or that it cannot be read. The last is never taken for the
 * second.
 */
interface Lookup {
  /** The value, or empty if there is none; throws {@link Failure.Unavailable} if the disk could not tell. */
  Optional<Bytes> value();

  static Lookup found(Optional<Bytes> value) {
    return () -> value;
  }

  static Lookup unreadable(RocksDBException thrown) {
    return () -> {
      throw unavailable(thrown);
    };
  }

  static Failure unavailable(RocksDBException thrown) {
    return new Failure.Unavailable("the disk cannot be read: " + thrown.getMessage());
  }
}
