package io.ringside.repair;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.ringside.merkle.TreeId;
import io.ringside.storage.StoreKeys;
import java.util.Optional;

/**
 * How far a node has come with looking at all it holds, as it stands on its disk. Immutable.
 *
 * @param phase what it looks at
 * @param after behind which it goes on: an address of a record, or what the digests of a tree start with
 * @param endedMillis when it was last done, by the node's wall clock; 0: never
 * @param records that it could read in this pass
 * @param corrected digests, of records and of leaves, that were not what they should have been
 * @param quarantined records that it could not read
 */
record Scrubbing(Phase phase, Bytes after, long endedMillis, long records, long corrected, long quarantined) {
  /** The bytes count from 0: never change their order. */
  enum Phase {
    /** Nothing is looked at now. */
    REST,
    /** Each record: has it its digest? */
    RECORDS,
    /** Each digest: has it its record, can that be read, and is the leaf their sum? */
    DIGESTS
  }

  /** Of a node that has never looked. */
  static final Scrubbing NEVER = new Scrubbing(Phase.REST, Bytes.EMPTY, 0, 0, 0, 0);

  private static final int FORMAT = 1;

  Scrubbing begun() {
    return new Scrubbing(Phase.RECORDS, Bytes.EMPTY, endedMillis, 0, 0, 0);
  }

  Scrubbing at(Phase now, Bytes behind) {
    return new Scrubbing(now, behind, endedMillis, records, corrected, quarantined);
  }

  Scrubbing ended(long nowMillis) {
    return new Scrubbing(Phase.REST, Bytes.EMPTY, nowMillis, records, corrected, quarantined);
  }

  Scrubbing found(long moreRecords, long moreCorrected, long moreQuarantined) {
    return new Scrubbing(
        phase, after, endedMillis, records + moreRecords, corrected + moreCorrected, quarantined + moreQuarantined);
  }

  /** The last tree that has been looked at wholly in this pass, if any. */
  Optional<TreeId> lastTree() {
    return phase == Phase.DIGESTS && after.size() > 0 ? Optional.of(StoreKeys.merkleTreeOf(after)) : Optional.empty();
  }

  boolean isUnderWay() {
    return phase != Phase.REST;
  }

  Bytes encode() {
    return new ByteWriter().u8(FORMAT).u8(phase.ordinal()).bytes(after).varLong(endedMillis)
        .varLong(records).varLong(corrected).varLong(quarantined).toBytes();
  }

  static Scrubbing decode(Bytes bytes) {
    var in = new ByteReader(bytes);
    int format = in.u8();
    if (format != FORMAT) {
      throw new MalformedBytes("the state of a scrub has the format " + format + ", and this build knows " + FORMAT);
    }
    var scrubbing = new Scrubbing(
        in.oneOf(Phase.values()), in.bytes(), in.varLong(), in.varLong(), in.varLong(), in.varLong());
    in.end();
    return scrubbing;
  }
}
