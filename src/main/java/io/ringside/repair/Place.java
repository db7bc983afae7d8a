package io.ringside.repair;

import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.merkle.TreeId;
import io.ringside.storage.Batch;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Siblings;

/** Where a record's digest belongs: which tree, which leaf, and the record's address in {@link Space#DATA}. Immutable. */
public record Place(TreeId tree, int leaf, Bytes address) {
  private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;

  /**
   * What becomes of a record's digest when the record changes; 0 stands for no record.
   *
   * @param bytes that the record has afterwards, as far as its digest is about them
   */
  public record Move(long before, long after, int bytes) {
    public static final Move NONE = new Move(EntryDigest.NONE, EntryDigest.NONE, 0);
  }

  /** What stands for these in the tree. */
  public long digestOf(Siblings siblings) {
    return EntryDigest.of(address, siblings);
  }

  public Move move(Siblings before, Siblings after) {
    EntryDigest.Sized now = EntryDigest.sized(address, after);
    return new Move(EntryDigest.of(address, before), now.digest(), now.bytes());
  }

  /** Where in {@link Space#MERKLE} the record's digest stands. */
  Bytes entry() {
    return StoreKeys.merkle(tree, leaf, address);
  }

  /** What is to be written together with the record, so that no crash comes between the two. */
  public Batch write(Move move) {
    return move.after() == EntryDigest.NONE
        ? Batch.delete(Space.MERKLE, entry())
        : Batch.put(Space.MERKLE, entry(), new ByteWriter(ENTRY_BYTES).i64(move.after()).varInt(move.bytes()).toBytes());
  }
}
