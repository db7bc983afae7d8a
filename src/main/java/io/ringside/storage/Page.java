package io.ringside.storage;

import io.ringside.Bytes;
import java.util.List;

/** Some entries of a space in the order of their keys; {@code more} says that others follow. */
public record Page(List<Entry> entries, boolean more) {
  public record Entry(Bytes key, Bytes value) {}

  public Page {
    entries = List.copyOf(entries);
  }

  /** Behind which the next page begins. Only of a page that is not empty; one that others follow is not. */
  public Bytes lastKey() {
    return entries.get(entries.size() - 1).key();
  }
}
