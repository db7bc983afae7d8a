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

/**
 * All that several snapshots hold: each key once, with all copies of it merged; then the hints, which may be of writes that
 * nobody else has. What replicas keep for themselves, such as epochs, is left out.
 */
public final class Contents implements Iterator<Contents.Item> {
  /** One key and what is known of it. */
  public record Item(Key key, Siblings siblings, boolean isHint) {}

  private final List<SnapshotWalk> records;
  private final Deque<SnapshotWalk> hints;

  public Contents(List<? extends Snapshot> snapshots) {
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
    return new Item(StoreKeys.dataKey(lowest), merged, false);
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
