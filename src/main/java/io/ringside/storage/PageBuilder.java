package io.ringside.storage;

import io.ringside.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Fills a {@link Page} until its limit of entries or of bytes. Every store cuts pages with it, so that all cut alike. */
public final class PageBuilder {
  /** A page that has at least one entry ends before the entry that would carry it past this. */
  public static final int SIZE_LIMIT_BYTES = 4 << 20;

  private final int limit;
  private final List<Page.Entry> entries = new ArrayList<>();
  private long sizeBytes;

  public PageBuilder(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("A page has room for at least one entry, not for " + limit);
    }
    this.limit = limit;
  }

  /** False if the entry does not fit: then the page is done, and others follow. */
  public boolean add(Bytes key, Bytes value) {
    long grownBytes = sizeBytes + key.size() + value.size();
    if (entries.size() == limit || !entries.isEmpty() && grownBytes > SIZE_LIMIT_BYTES) {
      return false;
    }
    sizeBytes = grownBytes;
    return entries.add(new Page.Entry(key, value));
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  public Page build(boolean more) {
    return new Page(entries, more);
  }
}
