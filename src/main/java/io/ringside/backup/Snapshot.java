package io.ringside.backup;

import io.ringside.Bytes;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import java.util.List;

/** What a store held at one moment, to be read. Its methods block, and throw {@link BadBackup} when it cannot be. */
public interface Snapshot extends AutoCloseable {
  /** As {@link io.ringside.storage.DataStore#scanReadable}, of a whole space: what cannot be read is a gap from then on. */
  Page page(Space space, Bytes after, int limit);

  /** What was passed over so far. */
  List<Gap> gaps();

  /** For people. */
  String name();

  @Override
  void close();
}
