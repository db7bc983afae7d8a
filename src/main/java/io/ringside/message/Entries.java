package io.ringside.message;

import io.ringside.Bytes;
import java.util.List;

/** Some digests of records, in the order in which they lie on disk; {@code more} says that others follow. */
public record Entries(List<Entry> entries, boolean more) {
  /**
   * A record's digest.
   *
   * @param place in the tree, as {@link io.ringside.storage.StoreKeys#merkle} has it
   * @param bytes that the record has
   */
  public record Entry(Bytes place, long digest, int bytes) {}

  public Entries {
    entries = List.copyOf(entries);
    if (more && entries.isEmpty()) {
      throw new IllegalArgumentException("Nobody can go on after the last of no entries");
    }
  }
}
