package io.ringside.storage;

import io.ringside.Bytes;
import io.ringside.message.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;

/**
 * Keeps one node's bytes. Every future completes on the node's own context, or fails with {@link Failure.Unavailable}
 * when the disk cannot take or give (full, broken, closed, queue at its limit). A write that completed is as durable as the store
 * promises: on disk, unless it was opened as {@code async}.
 */
public interface DataStore {
  /** Completes with the value, or empty if there is none. */
  Future<Optional<Bytes>> get(Space space, Bytes key);

  /** Completes with the values of several keys, in their order. One look at the disk where the store can. */
  Future<List<Optional<Bytes>>> getAll(Space space, List<Bytes> keys);

  /**
   * Reads, changes and writes one key with nothing in between: no other update or commit of that key. Completes with the change's
   * result when its writes are durable; fails with what the change threw, and then nothing was written.
   */
  <R> Future<R> update(Space space, Bytes key, Change<R> change);

  /** Completes when all edits are durable; on failure none is. */
  Future<Void> commit(Batch batch);

  /**
   * Completes with at most {@code limit} entries that start with {@code prefix} and come after {@code after} ({@link Bytes#EMPTY}
   * for the first), in the order of their keys. A page may end early for its size: only {@link Page#more} says that it was the
   * last. What cannot be read ends a page before it; a page that would begin with it fails with {@link Failure.Unreadable}, which
   * says behind what to go on.
   */
  Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit);

  /** As {@link #scan}, but passes over what cannot be read: for those who can do without it, or look for it in another way. */
  default Future<Page> scanReadable(Space space, Bytes prefix, Bytes after, int limit) {
    return scan(space, prefix, after, limit).recover(failure -> {
      if (!(failure instanceof Failure.Unreadable unreadable)) {
        return Future.failedFuture(failure);
      }
      return unreadable.behind()
          .map(behind -> scanReadable(space, prefix, behind, limit))
          .orElseGet(() -> Future.succeededFuture(new Page(List.of(), false)));
    });
  }

  /** The same, and {@code passedOver} runs if something could not be read. */
  default Future<Page> scanReadable(Space space, Bytes prefix, Bytes after, int limit, Runnable passedOver) {
    return scan(space, prefix, after, limit).recover(failure -> {
      if (!(failure instanceof Failure.Unreadable)) {
        return Future.failedFuture(failure);
      }
      passedOver.run();
      return scanReadable(space, prefix, after, limit);
    });
  }

  /** Completes with whether nothing is in that space. What cannot be read is something. */
  default Future<Boolean> isEmpty(Space space) {
    return scan(space, Bytes.EMPTY, Bytes.EMPTY, 1).map(page -> page.entries().isEmpty())
        .recover(failure -> failure instanceof Failure.Unreadable ? Future.succeededFuture(false) : Future.failedFuture(failure));
  }

  /** How its content is carried away while it goes on; {@link Backups#NONE} if it cannot be. */
  default Backups backups() {
    return Backups.NONE;
  }

  /**
   * Completes when nothing is in that space, durably: neither what was written before this was asked, nor what could not be
   * read. For what can be made anew.
   */
  Future<Void> clear(Space space);

  /** Completes when it takes no more writes until it is opened again, with the reason; never, if it takes them to its end. */
  default Future<Broken> broken() {
    return Promise.<Broken>promise().future();
  }

  /**
   * Takes no more writes, so that its node opens it again, which mends it: for whoever cannot do without what a scan passes over.
   * Completes with what stands against that, and then nothing has changed; with empty if it is so, and {@link #broken} tells.
   */
  default Future<Optional<String>> giveUp(String reason) {
    return Future.succeededFuture(Optional.of("this store is nowhere but in memory"));
  }

  /** Completes when everything written is on disk and the store is closed. Later calls fail. */
  Future<Void> close();
}
