package io.ringside.repair;

import io.ringside.Bytes;

/**
 * What is known of a record without reading it, for it stands in {@link io.ringside.storage.Space#MERKLE}. Immutable.
 *
 * @param bytes that the digest is about; 0 in directories from before that was written down
 */
public record Footprint(long digest, int bytes) {
  static Footprint decode(Bytes bytes) {
    return new Footprint(Forest.digestIn(bytes), Forest.bytesIn(bytes));
  }
}
