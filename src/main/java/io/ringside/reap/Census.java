package io.ringside.reap;

import io.ringside.ByteReader;
import io.ringside.Bytes;
import io.ringside.env.Scheduler;
import io.ringside.message.RepairReport;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.vertx.core.Future;

/** How much of this node's is dead and not forgotten, and since when: counted page by page, round and round. */
final class Census {
  /*
   * A sum kept up to date with every write would not know the oldest, nor what expires without a write. So the marks are counted,
   * always, a page at a time; what is told is the last whole count. They are small: a page is one short read, and few nodes have
   * a second one.
   */
  private static final int PAGE = 10_000;

  private final Scheduler scheduler;
  private final DataStore store;
  private final int pageSize;
  private Bytes behind = Bytes.EMPTY;
  private Tally soFar = Tally.NONE;
  private Tally last = Tally.NONE;
  private boolean counted;

  Census(Scheduler scheduler, DataStore store) {
    this(scheduler, store, PAGE);
  }

  Census(Scheduler scheduler, DataStore store, int pageSize) {
    this.scheduler = scheduler;
    this.store = store;
    this.pageSize = pageSize;
  }

  /** So many are dead, the first of them since then. */
  private record Tally(long waiting, long sinceMillis) {
    static final Tally NONE = new Tally(0, Long.MAX_VALUE);

    Tally with(long deadSinceMillis) {
      return new Tally(waiting + 1, Math.min(sinceMillis, deadSinceMillis));
    }
  }

  /** Completes with whether anything is known to wait, when one more page has been counted. Fails as the store does. */
  Future<Boolean> next() {
    long now = scheduler.wallMillis();
    return store.scanReadable(Space.GRAVES, Bytes.EMPTY, behind, pageSize).map(page -> {
      for (Page.Entry entry : page.entries()) {
        long since = deadSince(entry);
        soFar = since <= now ? soFar.with(since) : soFar;
        behind = entry.key();
      }
      if (!page.more()) {
        endRound();
      }
      return last.waiting() + soFar.waiting() > 0;
    });
  }

  /** What expires is marked before it does. */
  static long deadSince(Page.Entry mark) {
    return new ByteReader(mark.value()).varLong();
  }

  private void endRound() {
    last = soFar;
    counted = true;
    soFar = Tally.NONE;
    behind = Bytes.EMPTY;
  }

  RepairReport.Deletes report(long reaped) {
    Tally known = counted ? last : soFar;
    long age = known.waiting() == 0 ? 0 : Math.max(0, scheduler.wallMillis() - known.sinceMillis());
    return new RepairReport.Deletes(counted, known.waiting(), age, reaped);
  }
}
