package io.ringside.rocks;

import io.ringside.Bytes;
import io.ringside.storage.Batch;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the keys of one group of writes hold: what was on disk, overlaid with what the group has written so far. */
final class GroupView {
  private final Map<SpaceKey, Lookup> onDisk = new HashMap<>();
  private final Map<SpaceKey, Optional<Bytes>> written = new LinkedHashMap<>();

  /** Looks up at once all keys that the group asks for. */
  GroupView(Database database, List<Write<?>> group) {
    List<SpaceKey> keys = group.stream().flatMap(write -> write.key().stream()).distinct().toList();
    List<Lookup> lookups = database.lookUp(keys);
    for (int i = 0; i < keys.size(); i++) {
      onDisk.put(keys.get(i), lookups.get(i));
    }
  }

  /** Throws if the disk could not tell. */
  Optional<Bytes> value(SpaceKey key) {
    Optional<Bytes> ours = written.get(key);
    return ours != null ? ours : onDisk.get(key).value();
  }

  void write(Batch batch) {
    for (Batch.Edit edit : batch.edits()) {
      written.put(new SpaceKey(edit.space(), edit.key()), edit.value());
    }
  }

  /** The last value of every key that was written. */
  Collection<Map.Entry<SpaceKey, Optional<Bytes>>> edits() {
    return written.entrySet();
  }
}
