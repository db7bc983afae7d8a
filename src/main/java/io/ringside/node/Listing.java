package io.ringside.node;

import io.ringside.Bytes;
import io.ringside.message.Names;
import io.ringside.message.Request;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Lists what one node holds: the keys of a bucket without the deleted and the expired ones, and the buckets. No answer takes long:
 * one that has looked at enough says from where to go on.
 */
final class Listing {
  /** More keys than this are never answered at once. */
  static final int MAX_KEYS = 10_000;

  /** More buckets than this are never answered at once: each takes a look at the disk of its own. */
  static final int MAX_BUCKETS = 200;

  /** More pages than this are not read for one answer, though it has no name yet because all were deleted. */
  static final int MAX_PAGES = 40;

  static final int PAGE = 500;

  private final DataStore store;
  private final LongSupplier wallMillis;

  Listing(DataStore store, LongSupplier wallMillis) {
    this.store = store;
    this.wallMillis = wallMillis;
  }

  Future<Names> keys(Request.ListKeys list) {
    Bytes prefix = StoreKeys.dataPrefix(list.bucket(), list.prefix());
    Bytes after = list.after().isEmpty() ? Bytes.EMPTY : StoreKeys.dataPrefix(list.bucket(), list.after());
    return keys(prefix, after, Math.min(list.limit(), MAX_KEYS), MAX_PAGES, new ArrayList<>());
  }

  private Future<Names> keys(Bytes prefix, Bytes after, int limit, int pagesLeft, List<String> names) {
    return store.scanReadable(Space.DATA, prefix, after, PAGE).compose(page -> {
      Bytes last = after;
      for (Page.Entry entry : page.entries()) {
        if (names.size() == limit) {
          return Future.succeededFuture(cutAfter(last, names));
        }
        if (!Record.decode(entry.value()).siblings().asOf(wallMillis.getAsLong()).isDeleted()) {
          names.add(StoreKeys.dataKey(entry.key()).name());
        }
        last = entry.key();
      }
      if (!page.more()) {
        return Future.succeededFuture(new Names(names, Optional.empty()));
      }
      return pagesLeft > 1
          ? keys(prefix, last, limit, pagesLeft - 1, names)
          : Future.succeededFuture(cutAfter(last, names));
    });
  }

  private static Names cutAfter(Bytes last, List<String> names) {
    return new Names(names, Optional.of(StoreKeys.dataKey(last).name()));
  }

  Future<Names> buckets(Request.ListBuckets list) {
    Bytes after = list.after().isEmpty() ? Bytes.EMPTY : StoreKeys.afterBucket(list.after());
    return buckets(after, Math.min(list.limit(), MAX_BUCKETS), new ArrayList<>());
  }

  private Future<Names> buckets(Bytes after, int limit, List<String> names) {
    return store.scanReadable(Space.DATA, Bytes.EMPTY, after, 1).compose(page -> {
      if (page.entries().isEmpty()) {
        return Future.succeededFuture(new Names(names, Optional.empty()));
      }
      if (names.size() == limit) {
        return Future.succeededFuture(new Names(names, Optional.of(names.get(limit - 1))));
      }
      String bucket = StoreKeys.dataKey(page.entries().get(0).key()).bucket();
      names.add(bucket);
      return buckets(StoreKeys.afterBucket(bucket), limit, names);
    });
  }
}
