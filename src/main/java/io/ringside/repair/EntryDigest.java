package io.ringside.repair;

import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.ring.RingHash;
import io.ringside.version.Siblings;
import io.ringside.version.VersionCodec;
import java.security.MessageDigest;

/** What stands for a record in a {@link io.ringside.merkle.MerkleTree}: all that replicas share of it, its key among it. */
final class EntryDigest {
  /** Nodes of different versions do not compare their trees. Raise it whenever {@link #of} gives other numbers. */
  static final int VERSION = 1;

  /** Of a record that is not there. */
  static final long NONE = 0;

  private EntryDigest() {}

  /**
   * The first 64 bits of an MD5 over the record's address and the bytes of its siblings. MD5 spreads; it keeps nothing secret
   * here. What a replica keeps for itself, its minting epoch, has no part in it.
   */
  static long of(Bytes address, Siblings siblings) {
    if (siblings.isEmpty()) {
      return NONE;
    }
    var bytes = new ByteWriter(256).bytes(address);
    VersionCodec.writeSiblings(bytes, siblings);
    MessageDigest digest = RingHash.md5();
    digest.update(bytes.toBytes().array());
    long first = RingHash.firstLong(digest);
    return first == NONE ? 1 : first;
  }
}
