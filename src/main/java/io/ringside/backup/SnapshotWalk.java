package io.ringside.backup;

import io.ringside.Bytes;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** All entries of a space in the order of their keys, a page at a time. */
final class SnapshotWalk implements Iterator<Page.Entry> {
  private static final int PAGE = 500;

  private final Snapshot snapshot;
  private final Space space;
  private Page page;
  private int next;

  SnapshotWalk(Snapshot snapshot, Space space) {
    this.snapshot = snapshot;
    this.space = space;
    this.page = snapshot.page(space, Bytes.EMPTY, PAGE);
  }

  @Override
  public boolean hasNext() {
    return next < page.entries().size();
  }

  /** The next one without taking it. */
  Page.Entry peek() {
    if (!hasNext()) {
      throw new NoSuchElementException("The space " + space + " ends here");
    }
    return page.entries().get(next);
  }

  @Override
  public Page.Entry next() {
    Page.Entry entry = peek();
    next++;
    if (!hasNext() && page.more()) {
      page = snapshot.page(space, entry.key(), PAGE);
      next = 0;
    }
    return entry;
  }
}
