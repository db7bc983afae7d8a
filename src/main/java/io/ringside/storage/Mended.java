package io.ringside.storage;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a damaged store when all of it that can be read was copied into a fresh one. It stands in the copy, at
 * {@link StoreKeys#COPY}, until the node has told. Immutable.
 *
 * @param reason what was wrong
 * @param aside the directory in which the damaged one is kept
 * @param cut whether the log of the last writes could not be read to its end, or all through: some writes are gone, whichever
 * @param spaces how much of each
 */
public record Mended(String reason, String aside, boolean cut, SortedMap<Space, Tally> spaces) {
  private static final int FORMAT = 2;

  /** What stands there instead in a backup that was put back: nothing was wrong with that. */
  private static final Bytes BACKUP = Bytes.utf8("1");

  public Mended {
    spaces = Collections.unmodifiableSortedMap(new TreeMap<>(spaces));
  }

  /** @param lost how many are known to be; one at least for each place that could not be read */
  public record Tally(long copied, long lost) {
    public static final Tally NONE = new Tally(0, 0);

    public Tally copied(long more) {
      return new Tally(copied + more, lost);
    }

    public Tally lost(long more) {
      return new Tally(copied, lost + more);
    }
  }

  public Tally of(Space space) {
    return spaces.getOrDefault(space, Tally.NONE);
  }

  public static Bytes backup() {
    return BACKUP;
  }

  public Bytes encode() {
    var out = new ByteWriter().u8(FORMAT).string(reason).string(aside).bool(cut).varInt(spaces.size());
    spaces.forEach((space, tally) -> out.u8(space.id()).varLong(tally.copied()).varLong(tally.lost()));
    return out.toBytes();
  }

  /** Empty for a backup that was put back. */
  public static Optional<Mended> decode(Bytes bytes) {
    if (bytes.equals(BACKUP)) {
      return Optional.empty();
    }
    var in = new ByteReader(bytes);
    int format = in.u8();
    if (format != FORMAT) {
      throw new MalformedBytes("what a copy says of itself has the format " + format + ", and this build knows " + FORMAT);
    }
    String reason = in.string();
    String aside = in.string();
    boolean cut = in.bool();
    var spaces = new TreeMap<Space, Tally>();
    for (int left = in.varInt(); left > 0; left--) {
      spaces.put(Space.of(in.u8()), new Tally(in.varLong(), in.varLong()));
    }
    in.end();
    return Optional.of(new Mended(reason, aside, cut, spaces));
  }
}
