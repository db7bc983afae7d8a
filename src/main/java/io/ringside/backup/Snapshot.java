package io.ringside.backup;

import io.ringside.Bytes;
import io.ringside.storage.Page;
import io.ringside.storage.Space;

/** What a store held at one moment, to be read. Its methods block, and throw {@link BadBackup} when it cannot be. */
public interface Snapshot extends AutoCloseable {
  /** As {@link io.ringside.storage.DataStore#scan}, of a whole space. */
  Page page(Space space, Bytes after, int limit);

  @Override
  void close();
}
