package io.ringside.sim;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.storage.Space;
import java.util.Optional;
import java.util.zip.CRC32C;

/** How a disk knows its bytes again: what stands on it carries a checksum over the bytes and over the place they belong to. */
public interface Seal {
  /** As RocksDB has it: a block's checksum covers keys and values, and where in which file the block lies. */
  Seal CHECKED = stored -> {
    int size = stored.bytes().size() - Integer.BYTES;
    if (size < 0) {
      return Optional.empty();
    }
    var in = new ByteReader(stored.bytes());
    Bytes body = in.raw(size);
    return sum(stored.space(), stored.key(), body) == in.i32() ? Optional.of(body) : Optional.empty();
  };

  /** What a read finds at a place of the disk. */
  record Stored(Space space, Bytes key, Bytes bytes) {}

  /** The bytes that were written to that place; empty if these are not they. */
  Optional<Bytes> open(Stored stored);

  /** These bytes as they stand on the disk. */
  static Stored close(Space space, Bytes key, Bytes bytes) {
    return new Stored(space, key, new ByteWriter(bytes.size() + Integer.BYTES).raw(bytes).i32(sum(space, key, bytes)).toBytes());
  }

  private static int sum(Space space, Bytes key, Bytes bytes) {
    var crc = new CRC32C();
    crc.update(space.id());
    crc.update(key.array());
    crc.update(bytes.array());
    return (int) crc.getValue();
  }
}
