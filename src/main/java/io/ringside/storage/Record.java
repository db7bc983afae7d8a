package io.ringside.storage;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import io.ringside.PackedMap;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.ringside.version.VersionCodec;
import java.util.Optional;

/**
 * What one replica keeps of one key: the siblings, which all replicas come to share, and the epoch under which this one mints,
 * which is its own. Immutable.
 */
public record Record(Siblings siblings, Optional<Minting> minting) {
  /*
   * bytes = format 1, 0 | 1 {epoch i64, start} | 2 {epoch i64, start}, siblings; 2: the epoch is ended
   *
   * Why the minting epoch stands beside the siblings: a replica that lost its disk gets its own old dots back from its peers, and
   * they may not be all it ever minted. Only a record that minted here, and has lost nothing since, may count on.
   */
  private static final int FORMAT = 1;
  private static final int COUNTING = 1;
  private static final int ENDED = 2;

  public static final Record NONE = new Record(Siblings.NONE, Optional.empty());

  /**
   * The epoch under which a record mints, and the start of the node that drew it.
   *
   * @param ended whether it only tells what was minted here: dots of it may be lost
   */
  public record Minting(long epoch, long start, boolean ended) {
    public Minting(long epoch, long start) {
      this(epoch, start, false);
    }
  }

  /** The replica's side of a mint: who mints, a fresh epoch in case one is needed, and since which start old ones are trusted. */
  public record Minter(NodeId self, long freshEpoch, long start, long trustedSince) {}

  /** A record after a mint, and the dot. */
  public record Mint(Record record, Dot dot) {}

  /**
   * The record once a version is written here: under the epoch it minted before, if that can be trusted, else under a fresh one.
   */
  public Mint mint(Minter minter, Version version) {
    Minting epoch = minting
        .filter(old -> !old.ended() && old.start() >= minter.trustedSince())
        .filter(old -> knowsAllOf(new Actor(minter.self(), old.epoch()), version.past()))
        .orElseGet(() -> new Minting(minter.freshEpoch(), minter.start()));
    Actor actor = new Actor(minter.self(), epoch.epoch());
    Dot dot = siblings.nextDot(actor);
    return new Mint(new Record(siblings.put(actor, version), Optional.of(epoch)), dot);
  }

  /** The record once another's knowledge is merged in; a higher counter of one's own is a past that was lost. */
  public Record merge(NodeId self, Siblings others) {
    Siblings merged = siblings.merge(others);
    Optional<Minting> kept = minting.filter(old -> old.ended() || knowsAllOf(new Actor(self, old.epoch()), others.context()));
    return new Record(merged, kept);
  }

  /**
   * Of the record only what was minted here since that start: what is certainly new. It mints under a fresh epoch from there on, for
   * what it has minted and others have superseded is not known any more. To do it once more changes nothing.
   */
  public Record mintedSince(NodeId self, long start) {
    Siblings left = Siblings.NONE;
    if (minting.isPresent() && minting.get().start() >= start) {
      Actor actor = new Actor(self, minting.get().epoch());
      for (var version : siblings.versions().entrySet()) {
        if (version.getKey().actor().equals(actor)) {
          left = left.merge(new Siblings(version.getValue().past().with(version.getKey()),
              PackedMap.<Dot, Version>empty().with(version.getKey(), version.getValue())));
        }
      }
    }
    return left.isEmpty() ? NONE : new Record(left, minting.map(now -> new Minting(now.epoch(), now.start(), true)));
  }

  private boolean knowsAllOf(Actor actor, CausalContext theirs) {
    return theirs.highestOf(actor) <= siblings.context().highestOf(actor);
  }

  public Bytes encode() {
    var out = new ByteWriter(256).u8(FORMAT).u8(minting.isEmpty() ? 0 : minting.get().ended() ? ENDED : COUNTING);
    minting.ifPresent(epoch -> out.i64(epoch.epoch()).varLong(epoch.start()));
    VersionCodec.writeSiblings(out, siblings);
    return out.toBytes();
  }

  /** The record in these bytes; {@link #NONE} if there are none. */
  public static Record decode(Optional<Bytes> bytes) {
    return bytes.map(Record::decode).orElse(NONE);
  }

  public static Record decode(Bytes bytes) {
    var in = new ByteReader(bytes);
    int format = in.u8();
    if (format != FORMAT) {
      throw new MalformedBytes("a record has the format " + format + ", and this build knows " + FORMAT);
    }
    int kind = in.u8();
    if (kind > ENDED) {
      throw new MalformedBytes("no record mints in the way " + kind);
    }
    Optional<Minting> minting = kind == 0 ? Optional.empty() : Optional.of(new Minting(in.i64(), in.varLong(), kind == ENDED));
    var record = new Record(VersionCodec.readSiblings(in), minting);
    in.end();
    return record;
  }
}
