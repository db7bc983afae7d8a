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

  /** A digest, and of how many bytes it is: none if there is no record. */
  record Sized(long digest, int bytes) {
    static final Sized NOTHING = new Sized(NONE, 0);
  }

  static long of(Bytes address, Siblings siblings) {
    return sized(address, siblings).digest();
  }

  /**
   * The first 64 bits of an MD5 over the record's address and the bytes of its siblings. MD5 spreads; it keeps nothing secret
   * here. What a replica keeps for itself, its minting epoch, has no part in it.
   */
  static Sized sized(Bytes address, Siblings siblings) {
    if (siblings.isEmpty()) {
      return Sized.NOTHING;
    }
    var writer = new ByteWriter(256).bytes(address);
    VersionCodec.writeSiblings(writer, siblings);
    Bytes bytes = writer.toBytes();
    MessageDigest digest = RingHash.md5();
    digest.update(bytes.array());
    long first = RingHash.firstLong(digest);
    return new Sized(first == NONE ? 1 : first, bytes.size());
  }
}
