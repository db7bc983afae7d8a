package io.ringside.sim;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.event.WorldEvent;
import io.ringside.storage.Page;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Siblings;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The records and hints on one disk at one moment, by their addresses, as far as a log speaks of them. Immutable. */
record DiskContents(SortedMap<Bytes, Siblings> records, SortedMap<Bytes, Siblings> hints) {
  static DiskContents of(Platter platter) {
    return new DiskContents(of(platter, Space.DATA), of(platter, Space.HINTS));
  }

  private static SortedMap<Bytes, Siblings> of(Platter platter, Space space) {
    var all = new TreeMap<Bytes, Siblings>();
    for (Page.Entry entry : platter.entriesOf(space)) {
      Siblings siblings = Record.decode(entry.value()).siblings();
      if (!siblings.isEmpty()) {
        all.put(entry.key(), siblings);
      }
    }
    return Collections.unmodifiableSortedMap(all);
  }

  /** Tells what is another thing afterwards than it was here. */
  void tellChanges(NodeId member, DiskContents after, String why, Consumer<WorldEvent> told) {
    addresses(records, after.records).forEach(address -> {
      Siblings now = after.records.getOrDefault(address, Siblings.NONE);
      if (!now.equals(records.getOrDefault(address, Siblings.NONE))) {
        told.accept(new WorldEvent.RecordBecame(member, StoreKeys.dataKey(address), now, why));
      }
    });
    addresses(hints, after.hints).forEach(address -> {
      Siblings now = after.hints.getOrDefault(address, Siblings.NONE);
      if (!now.equals(hints.getOrDefault(address, Siblings.NONE))) {
        told.accept(new WorldEvent.HintBecame(
            member, StoreKeys.hintTarget(address), StoreKeys.hintKey(address), now, why));
      }
    });
  }

  private static TreeSet<Bytes> addresses(SortedMap<Bytes, Siblings> some, SortedMap<Bytes, Siblings> others) {
    var all = new TreeSet<>(some.keySet());
    all.addAll(others.keySet());
    return all;
  }
}
