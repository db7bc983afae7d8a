package io.ringside.sim;

import io.ringside.Bytes;
import io.ringside.message.Failure;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.MemoryDataStore;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/**
 * What is on a simulated disk. A write that is not synced can still be taken back by a crash, the newest first, as from the tail
 * of a log. Bytes that have rotted cannot be read: a checksum guards them. It takes no time.
 */
final class Platter {
  /** One key that cannot be read any more. */
  private record Place(Space space, Bytes key) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return space == other.space ? key.compareTo(other.key) : space.compareTo(other.space);
    }
  }

  private final MemoryDataStore contents;
  private final Deque<Batch> unsynced = new ArrayDeque<>();
  private final TreeSet<Place> rotten = new TreeSet<>();
  private final Object disk;
  private long dataWrites;

  Platter() {
    this(new MemoryDataStore(), new Object());
  }

  /** @param disk what it and its copies have in common */
  private Platter(MemoryDataStore contents, Object disk) {
    this.contents = contents;
    this.disk = disk;
  }

  /** What it holds, for whoever looks from outside. */
  MemoryDataStore contents() {
    return contents;
  }

  /** A disk of its own with the same bytes, all of them synced: a copy of the directory. */
  Platter copy() {
    var copy = new Platter(contents.reopened(), disk);
    copy.rotten.addAll(rotten);
    copy.dataWrites = dataWrites;
    return copy;
  }

  Future<List<Optional<Bytes>>> getAll(Space space, List<Bytes> keys) {
    return keys.stream().anyMatch(key -> isRotten(space, key)) ? unreadable() : contents.getAll(space, keys);
  }

  <R> Future<R> update(Space space, Bytes key, Change<R> change) {
    if (isRotten(space, key)) {
      return unreadable();
    }
    return contents.update(space, key, old -> {
      Change.Outcome<R> outcome = change.apply(old);
      rememberFor(outcome.writes());
      return outcome;
    });
  }

  Future<Void> commit(Batch batch) {
    rememberFor(batch);
    return contents.commit(batch);
  }

  /** A scan passes over every byte of its range, and ends at the first that is rotten. */
  Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit) {
    boolean unreadable = rotten.stream().anyMatch(place -> place.space() == space && place.key().startsWith(prefix)
        && place.key().compareTo(after) > 0);
    return unreadable ? unreadable() : contents.scan(space, prefix, after, limit);
  }

  /** Everything written so far is safe. */
  void sync() {
    unsynced.clear();
  }

  /** A crash: takes back a random number of the unsynced writes, the newest first, and says how many of them were data. */
  int loseUnsynced(Random random) {
    int losing = unsynced.isEmpty() ? 0 : random.nextInt(unsynced.size() + 1);
    int data = 0;
    for (int i = 0; i < losing; i++) {
      Batch before = unsynced.pop();
      data += isData(before) ? 1 : 0;
      contents.commit(before);
    }
    unsynced.clear();
    return data;
  }

  /** Flips bits in one record of the data space, if there is any. */
  Optional<Bytes> rotOne(Random random) {
    List<Page.Entry> entries = contents.scan(Space.DATA, Bytes.EMPTY, Bytes.EMPTY, Integer.MAX_VALUE).result().entries();
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    Bytes key = entries.get(random.nextInt(entries.size())).key();
    rotten.add(new Place(Space.DATA, key));
    return Optional.of(key);
  }

  boolean isRotten() {
    return !rotten.isEmpty();
  }

  private boolean isRotten(Space space, Bytes key) {
    return !rotten.isEmpty() && rotten.contains(new Place(space, key));
  }

  private static <R> Future<R> unreadable() {
    return Future.failedFuture(new Failure.Unavailable("the disk cannot be read: block checksum mismatch"));
  }

  /** True unless that one is a copy of this disk with all data that it has. What a node notes of its own starts is no data. */
  boolean holdsMoreThan(Platter copy) {
    return disk != copy.disk || dataWrites != copy.dataWrites;
  }

  private static boolean isData(Batch batch) {
    return batch.edits().stream().anyMatch(edit -> edit.space() != Space.STATE);
  }

  private void rememberFor(Batch batch) {
    dataWrites += isData(batch) ? 1 : 0;
    Batch before = Batch.EMPTY;
    for (Batch.Edit edit : batch.edits()) {
      Optional<Bytes> old = contents.get(edit.space(), edit.key()).result();
      before = before.and(new Batch(List.of(new Batch.Edit(edit.space(), edit.key(), old))));
    }
    unsynced.push(before);
  }
}
