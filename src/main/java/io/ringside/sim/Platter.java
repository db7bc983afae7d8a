package io.ringside.sim;

import io.ringside.Bytes;
import io.ringside.message.Failure;
import io.ringside.repair.Quarantine;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.MemoryDataStore;
import io.ringside.storage.Mended;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What is on a simulated disk. A write that is not synced can still be taken back by a crash, the newest first, as from the tail
 * of a log. It may damage what it holds; its {@link Seal} finds that out. It takes no time.
 */
final class Platter {
  /*
   * A record to which nothing has happened passes its check, so only damaged ones are kept sealed, as they now stand on the
   * medium, and are checked when they are read. Where a misdirected write should have gone there are zeros, not the bytes from
   * before it: RocksDB writes each file once, so a write that goes elsewhere leaves a hole, which fails its check.
   */
  private record Place(Space space, Bytes key) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return space == other.space ? key.compareTo(other.key) : space.compareTo(other.space);
    }
  }

  private final MemoryDataStore contents;
  private final Deque<Before> unsynced = new ArrayDeque<>();
  private final TreeMap<Place, Damaged> damaged = new TreeMap<>();
  private final Seal seal;
  private final DiskTroubles troubles;
  private Extent extent = Extent.EMPTY;
  private Extent beforeLoss;

  private record Damaged(Damage damage, Seal.Stored stored) {}

  /** What was there before a write: values, and what had happened to them. */
  private record Before(Batch values, SortedMap<Place, Damaged> damaged, Extent extent) {}

  /** The last write of data that a disk and its copies may have in common, and all before it. Immutable. */
  static final class Extent {
    static final Extent EMPTY = new Extent(null);

    private final Extent before;
    private final long writes;

    private Extent(Extent before) {
      this.before = before;
      this.writes = before == null ? 0 : before.writes + 1;
    }

    /** Whether this write, or one before it, is the other: then nothing is lacking that was there with that one. */
    boolean covers(Extent other) {
      Extent same = this;
      while (same.writes > other.writes) {
        same = same.before;
      }
      return same == other;
    }
  }

  Platter(Seal seal, DiskTroubles troubles) {
    this(new MemoryDataStore(), seal, troubles);
  }

  private Platter(MemoryDataStore contents, Seal seal, DiskTroubles troubles) {
    this.contents = contents;
    this.seal = seal;
    this.troubles = troubles;
  }

  /** An empty disk in its place. */
  Platter replaced() {
    return new Platter(seal, troubles);
  }

  /** What was written to it, for whoever looks from outside: damage does not show here. */
  MemoryDataStore contents() {
    return contents;
  }

  /** A disk of its own with the same bytes, all of them synced: a copy of the directory. */
  Platter copy() {
    var copy = new Platter(contents.reopened(), seal, troubles);
    copy.damaged.putAll(damaged);
    copy.extent = extent;
    return copy;
  }

  /**
   * What is made of a damaged disk when it is opened again: a copy of what can be read, without digests, that says so. As the real one
   * does, it marks each lost record as put aside that a digest names.
   */
  Platter mended(long wallMillis) {
    Platter copy = copy();
    var tallies = new TreeMap<Space, Mended.Tally>();
    var named = new TreeSet<Bytes>();
    entriesOf(Space.MERKLE).stream().filter(digest -> !damaged.containsKey(new Place(Space.MERKLE, digest.key())))
        .forEach(digest -> named.add(StoreKeys.merkleAddressOf(digest.key())));
    damaged.keySet().forEach(lost -> {
      if (seal.open(damaged.get(lost).stored()).isEmpty()) {
        copy.plant(Batch.delete(lost.space(), lost.key()));
        tallies.merge(lost.space(), new Mended.Tally(0, 1), (one, more) -> one.lost(1));
        if (lost.space() == Space.DATA && named.contains(lost.key())) {
          copy.plant(Batch.put(Space.QUARANTINE, lost.key(), Quarantine.markOf(wallMillis, extent.writes)));
        }
      }
    });
    copy.damaged.clear();
    copy.entriesOf(Space.MERKLE).forEach(digest -> copy.plant(Batch.delete(Space.MERKLE, digest.key())));
    copy.plant(Batch.delete(Space.STATE, StoreKeys.TREES).and(Batch.delete(Space.STATE, StoreKeys.SCRUB)).and(
        Batch.put(Space.STATE, StoreKeys.COPY, new Mended("block checksum mismatch", "damaged-1", false, tallies).encode())));
    return copy;
  }

  Future<List<Optional<Bytes>>> getAll(Space space, List<Bytes> keys) {
    if (damaged.isEmpty()) {
      return contents.getAll(space, keys);
    }
    return checked(() -> keys.stream().map(key -> read(space, key)).toList());
  }

  <R> Future<R> update(Space space, Bytes key, Change<R> change) {
    if (!damaged.containsKey(new Place(space, key))) {
      return contents.update(space, key, old -> applied(change.apply(old)));
    }
    return contents.update(space, key, written -> {
      try {
        return applied(change.apply(read(space, key)));
      } catch (Failure.Unreadable unreadable) {
        return applied(change.unreadable(unreadable));
      }
    });
  }

  private <R> Change.Outcome<R> applied(Change.Outcome<R> outcome) {
    rememberFor(outcome.writes());
    return outcome;
  }

  Future<Void> commit(Batch batch) {
    rememberFor(batch);
    return contents.commit(batch);
  }

  /** Puts there what its node has not written, and no crash takes back. */
  void plant(Batch batch) {
    contents.commit(batch);
  }

  /** As one write, which a crash can take back as a whole. */
  Future<Void> clear(Space space) {
    return commit(new Batch(entriesOf(space).stream()
        .map(entry -> new Batch.Edit(space, entry.key(), Optional.empty())).toList()));
  }

  /** As it was written, damaged or not. */
  List<Page.Entry> entriesOf(Space space) {
    Bytes after = Bytes.EMPTY;
    var all = new ArrayList<Page.Entry>();
    Page page;
    do {
      page = contents.scan(space, Bytes.EMPTY, after, Integer.MAX_VALUE).result();
      all.addAll(page.entries());
      after = all.isEmpty() ? after : all.get(all.size() - 1).key();
    } while (page.more());
    return all;
  }

  /** A scan ends before the first record that is not as it was written, or fails if it would begin with that. */
  Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit) {
    Future<Page> page = contents.scan(space, prefix, after, limit);
    return damaged.isEmpty() ? page : page.compose(whole -> checked(() -> upToTheFirstBad(space, whole)));
  }

  private Page upToTheFirstBad(Space space, Page whole) {
    var good = new ArrayList<Page.Entry>();
    for (Page.Entry entry : whole.entries()) {
      try {
        good.add(new Page.Entry(entry.key(), read(space, entry.key()).orElseThrow()));
      } catch (Failure.Unreadable unreadable) {
        if (good.isEmpty()) {
          throw new Failure.Unreadable(unreadable.getMessage(), Optional.of(entry.key()));
        }
        return new Page(good, true);
      }
    }
    return new Page(good, whole.more());
  }

  private Optional<Bytes> read(Space space, Bytes key) {
    Damaged here = damaged.get(new Place(space, key));
    if (here == null) {
      return contents.get(space, key).result();
    }
    Optional<Bytes> opened = seal.open(here.stored());
    if (opened.isEmpty()) {
      troubles.met(here.damage());
      throw new Failure.Unreadable("the disk cannot be read: block checksum mismatch");
    }
    return opened;
  }

  private static <R> Future<R> checked(Supplier<R> read) {
    try {
      return Future.succeededFuture(read.get());
    } catch (Failure.Unavailable unreadable) {
      return Future.failedFuture(unreadable);
    }
  }

  /** Everything written so far is safe. */
  void sync() {
    unsynced.clear();
  }

  /** A crash: takes back a random number of the unsynced writes, the newest first, and says how many of them were data. */
  int loseUnsynced(Random random) {
    beforeLoss = extent;
    int losing = unsynced.isEmpty() ? 0 : random.nextInt(unsynced.size() + 1);
    int data = 0;
    for (int i = 0; i < losing; i++) {
      Before before = unsynced.pop();
      extent = before.extent();
      data += isData(before.values()) ? 1 : 0;
      contents.commit(before.values());
      before.values().edits().forEach(edit -> damaged.remove(new Place(edit.space(), edit.key())));
      damaged.putAll(before.damaged());
    }
    unsynced.clear();
    return data;
  }

  /** Some record that can be read; empty if there is none. */
  Optional<Page.Entry> anyRecord(Random random) {
    List<Page.Entry> entries = entriesOf(Space.DATA).stream()
        .filter(entry -> !damaged.containsKey(new Place(Space.DATA, entry.key()))).toList();
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(random.nextInt(entries.size())));
  }

  /** Does this to one record of the data space, and says which; to none if there is none. */
  Optional<Bytes> damageOne(Damage damage, Random random) {
    return damageOne(Space.DATA, damage, random);
  }

  Optional<Bytes> damageOne(Space space, Damage damage, Random random) {
    List<Page.Entry> entries = entriesOf(space);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    Page.Entry victim = entries.get(random.nextInt(entries.size()));
    Bytes sealed = Seal.close(space, victim.key(), victim.value()).bytes();
    switch (damage) {
      case FLIPPED -> damage(space, damage, victim.key(), flipped(sealed, random));
      case TORN -> damage(space, damage, victim.key(),
          Bytes.wrap(Arrays.copyOf(sealed.array(), random.nextInt(sealed.size()))));
      case MISDIRECTED -> {
        damage(space, damage, victim.key(), Bytes.wrap(new byte[sealed.size()]));
        Bytes other = entries.get(random.nextInt(entries.size())).key();
        if (!other.equals(victim.key())) {
          damage(space, damage, other, sealed);
        }
      }
    }
    return Optional.of(victim.key());
  }

  private static Bytes flipped(Bytes sealed, Random random) {
    byte[] bytes = sealed.array().clone();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    return Bytes.wrap(bytes);
  }

  private void damage(Space space, Damage damage, Bytes key, Bytes bytes) {
    damaged.put(new Place(space, key), new Damaged(damage, new Seal.Stored(space, key, bytes)));
  }

  boolean isDamaged() {
    return !damaged.isEmpty();
  }

  boolean hasDamagedRecord() {
    return damaged.keySet().stream().anyMatch(place -> place.space() == Space.DATA);
  }

  /** What a node notes of its own starts is no data. */
  Extent extent() {
    return extent;
  }

  /** What it had before it last lost something. */
  Extent extentBeforeLoss() {
    return beforeLoss;
  }

  private static boolean isData(Batch batch) {
    return batch.edits().stream().anyMatch(edit -> edit.space() != Space.STATE);
  }

  private void rememberFor(Batch batch) {
    var before = new ArrayList<Batch.Edit>(batch.edits().size());
    var damagedBefore = new TreeMap<Place, Damaged>();
    for (Batch.Edit edit : batch.edits()) {
      before.add(new Batch.Edit(edit.space(), edit.key(), contents.get(edit.space(), edit.key()).result()));
      if (!damaged.isEmpty()) {
        var place = new Place(edit.space(), edit.key());
        Damaged overwritten = damaged.remove(place);
        if (overwritten != null) {
          damagedBefore.put(place, overwritten);
        }
      }
    }
    unsynced.push(new Before(new Batch(before), damagedBefore, extent));
    extent = isData(batch) ? new Extent(extent) : extent;
  }
}
