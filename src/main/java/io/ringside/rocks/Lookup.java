package io.ringside.rocks;

import io.ringside.Bytes;
import io.ringside.message.Failure;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

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

  /** A wrong checksum is a loss; any other trouble of the disk may pass, and nothing may be given up for it. */
  static Failure unavailable(RocksDBException thrown) {
    String reason = "the disk cannot be read: " + thrown.getMessage();
    return isLoss(thrown) ? new Failure.Unreadable(reason) : new Failure.Unavailable(reason);
  }

  static boolean isLoss(RocksDBException thrown) {
    return thrown.getStatus() != null && thrown.getStatus().getCode() == Status.Code.Corruption;
  }
}
