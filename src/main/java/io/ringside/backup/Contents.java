package io.ringside.backup;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.MalformedBytes;
import io.ringside.storage.Page;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Siblings;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All that several snapshots hold: each key once, with all copies of it merged; then the hints, which may be of writes that
 * nobody else has. What replicas keep for themselves, such as epochs, is left out.
 */
public final class Contents implements Iterator<Contents.Item> {
  /** One key and what is known of it. */
  public record Item(Key key, Siblings siblings, boolean isHint) {}

  private final List<Snapshot> snapshots;
  private final SortedSet<Bytes> foundInGaps = new TreeSet<>();
  private final List<SnapshotWalk> records;
  private final Deque<SnapshotWalk> hints;

  public Contents(List<? extends Snapshot> snapshots) {
    this.snapshots = List.copyOf(snapshots);
    records = snapshots.stream().map(snapshot -> new SnapshotWalk(snapshot, Space.DATA)).toList();
    hints = new ArrayDeque<>(snapshots.stream().map(snapshot -> new SnapshotWalk(snapshot, Space.HINTS)).toList());
  }

  @Override
  public boolean hasNext() {
    if (records.stream().anyMatch(SnapshotWalk::hasNext)) {
      return true;
    }
    hints.removeIf(walk -> !walk.hasNext());
    return !hints.isEmpty();
  }

  @Override
  public Item next() {
    return records.stream().anyMatch(SnapshotWalk::hasNext) ? record() : hint(hints.element().next());
  }

  /** The lowest key of all, from each snapshot that has it: they lie in the same order everywhere. */
  private Item record() {
    Bytes lowest = records.stream().filter(SnapshotWalk::hasNext).map(walk -> walk.peek().key())
        .min(Comparator.naturalOrder()).orElseThrow();
    Siblings merged = records.stream().filter(SnapshotWalk::hasNext).filter(walk -> walk.peek().key().equals(lowest))
        .map(walk -> siblings(walk.next())).reduce(Siblings.NONE, Siblings::merge);
    if (isInGap(lowest)) {
      foundInGaps.add(lowest);
    }
    return new Item(StoreKeys.dataKey(lowest), merged, false);
  }

  /** A gap is known before the first key within it is taken from another snapshot: all are read in one order. */
  private boolean isInGap(Bytes key) {
    return snapshots.stream().flatMap(snapshot -> snapshot.gaps().stream())
        .anyMatch(gap -> gap.space() == Space.DATA && gap.covers(key));
  }

  /** What could not be read, of each snapshot in which there was such; complete when there is nothing more. Reads all digests. */
  public List<Loss> losses() {
    return snapshots.stream().filter(snapshot -> !snapshot.gaps().isEmpty()).map(this::lossOf).toList();
  }

  /** A digest names its record and lies elsewhere: so it tells which records were in a gap. */
  private Loss lossOf(Snapshot snapshot) {
    List<Gap> gaps = List.copyOf(snapshot.gaps());
    var named = new TreeSet<Bytes>();
    new SnapshotWalk(snapshot, Space.MERKLE).forEachRemaining(digest -> {
      Bytes key = StoreKeys.merkleAddressOf(digest.key());
      if (gaps.stream().anyMatch(gap -> gap.space() == Space.DATA && gap.covers(key))) {
        named.add(key);
      }
    });
    int records = named.size();
    named.removeAll(foundInGaps);
    return new Loss(snapshot.name(), records, named.size(), snapshot.gaps().stream().allMatch(gap -> gap.space() == Space.DATA));
  }

  private static Item hint(Page.Entry entry) {
    return new Item(StoreKeys.hintKey(entry.key()), siblings(entry), true);
  }

  private static Siblings siblings(Page.Entry entry) {
    try {
      return Record.decode(entry.value()).siblings();
    } catch (MalformedBytes foreign) {
      throw new BadBackup("A record of the backup cannot be read: " + foreign.getMessage(),
          "Was it made by another version of ringside? Use that one", foreign);
    }
  }
}
