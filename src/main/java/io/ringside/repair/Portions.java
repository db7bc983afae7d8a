package io.ringside.repair;

import io.ringside.storage.Page;
import io.ringside.storage.PageBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts many records into portions that may be in memory, and be digested in one turn of the event loop, together. */
public final class Portions {
  /** As much as a page of a store. Larger: fewer looks at the disk; smaller: shorter turns, and less memory. */
  public static final int LIMIT_BYTES = PageBuilder.SIZE_LIMIT_BYTES;

  /** What a record of unknown size counts for: as much as one value has at most, unless that is configured otherwise. */
  private static final int UNKNOWN_BYTES = 1 << 20;

  private Portions() {}

  /** How much a record counts for, by what is known of it. */
  public static int bytesOf(Optional<Footprint> footprint) {
    return footprint.map(Footprint::bytes).filter(bytes -> bytes > 0).orElse(UNKNOWN_BYTES);
  }

  /** How many of the first records, which have so many bytes, make a portion: one at least, if there is any. */
  public static int first(List<Integer> bytes, int limitBytes) {
    long sum = 0;
    for (int i = 0; i < bytes.size(); i++) {
      sum += bytes.get(i);
      if (i > 0 && sum > limitBytes) {
        return i;
      }
    }
    return bytes.size();
  }

  /** Of a page of digests as many of the first as have records that make a portion. */
  static Page firstOf(Page digests) {
    List<Page.Entry> all = digests.entries();
    int size = first(all.stream().map(digest -> bytesOf(Optional.of(Footprint.decode(digest.value())))).toList(), LIMIT_BYTES);
    return new Page(all.subList(0, size), digests.more() || size < all.size());
  }

  /** All of them in order, portion by portion. */
  public static <T> List<List<T>> of(List<T> records, List<Integer> bytes) {
    var portions = new ArrayList<List<T>>();
    for (int from = 0; from < records.size(); ) {
      int to = from + first(bytes.subList(from, records.size()), LIMIT_BYTES);
      portions.add(records.subList(from, to));
      from = to;
    }
    return portions;
  }
}
