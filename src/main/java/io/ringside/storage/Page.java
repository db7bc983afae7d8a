package io.ringside.storage;

import io.ringside.Bytes;
import java.util.List;

/** Some entries of a space in the order of their keys; {@code more} says that others follow. */
public record Page(List<Entry> entries, boolean more) {
  public record Entry(Bytes key, Bytes value) {}

  public Page {
    entries = List.copyOf(entries);
  }
}
