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

/** Lists what one node holds: keys of a bucket in the order of their bytes, without the deleted ones, and buckets. */
final class Listing {
  /** More names than this are never answered at once. */
  static final int MAX_NAMES = 10_000;

  /** How many records are looked at for one answer that has any name: the next one goes on after its last. */
  private static final int MAX_LOOKED_AT = 20_000;

  private static final int PAGE = 500;

  private final DataStore store;

  Listing(DataStore store) {
    this.store = store;
  }

  Future<Names> keys(Request.ListKeys list) {
    Bytes prefix = StoreKeys.dataPrefix(list.bucket(), list.prefix());
    Bytes after = list.after().isEmpty() ? Bytes.EMPTY : StoreKeys.dataPrefix(list.bucket(), list.after());
    return keys(prefix, after, Math.min(list.limit(), MAX_NAMES), MAX_LOOKED_AT, new ArrayList<>());
  }

  private Future<Names> keys(Bytes prefix, Bytes after, int limit, int looksLeft, List<String> names) {
    return store.scan(Space.DATA, prefix, after, PAGE).compose(page -> {
      Bytes last = after;
      for (Page.Entry entry : page.entries()) {
        if (names.size() == limit) {
          return Future.succeededFuture(new Names(names, true));
        }
        if (!Record.decode(entry.value()).siblings().isDeleted()) {
          names.add(StoreKeys.dataKey(entry.key()).name());
        }
        last = entry.key();
      }
      boolean go = page.more() && (names.isEmpty() || looksLeft > page.entries().size());
      return go
          ? keys(prefix, last, limit, looksLeft - page.entries().size(), names)
          : Future.succeededFuture(new Names(names, page.more()));
    });
  }

  Future<Names> buckets(Request.ListBuckets list) {
    Bytes after = list.after().isEmpty() ? Bytes.EMPTY : StoreKeys.afterBucket(list.after());
    return buckets(after, Math.min(list.limit(), MAX_NAMES), new ArrayList<>());
  }

  private Future<Names> buckets(Bytes after, int limit, List<String> names) {
    return store.scan(Space.DATA, Bytes.EMPTY, after, 1).compose(page -> {
      if (page.entries().isEmpty()) {
        return Future.succeededFuture(new Names(names, false));
      }
      if (names.size() == limit) {
        return Future.succeededFuture(new Names(names, true));
      }
      String bucket = StoreKeys.dataKey(page.entries().get(0).key()).bucket();
      names.add(bucket);
      return buckets(StoreKeys.afterBucket(bucket), limit, names);
    });
  }
}
