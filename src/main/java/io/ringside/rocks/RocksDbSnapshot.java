package io.ringside.rocks;

import io.ringside.Bytes;
import io.ringside.backup.BackupFolder;
import io.ringside.backup.BadBackup;
import io.ringside.backup.Gap;
import io.ringside.backup.Snapshot;
import io.ringside.config.NodeConfig;
import io.ringside.message.Failure;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.rocksdb.RocksDBException;

/** A backup's database, opened to be read. Nothing in its directory is changed. Not safe for more than one thread. */
public final class RocksDbSnapshot implements Snapshot {
  /** What can be carried into another cluster, and the digests, which name what cannot be read; all else is the node's own. */
  private static final List<Space> SPACES = List.of(Space.DATA, Space.HINTS, Space.MERKLE);

  private final BackupFolder folder;
  private final Database database;
  private final List<Gap> gaps = new ArrayList<>();

  private RocksDbSnapshot(BackupFolder folder, Database database) {
    this.folder = folder;
    this.database = database;
  }

  /** Throws {@link BadBackup} if it is none. That its files are whole is for {@link BackupFolder#check} to say, before. */
  public static RocksDbSnapshot open(BackupFolder folder) {
    try {
      Path database = DataDirectory.databaseIn(folder.path());
      return new RocksDbSnapshot(folder, Database.openReadOnly(database, NodeConfig.of().data(), SPACES));
    } catch (RocksDBException thrown) {
      throw unreadable(folder, thrown);
    }
  }

  @Override
  public Page page(Space space, Bytes after, int limit) {
    try {
      Bytes from = after;
      while (true) { // A gap ends further on each time, so there is an end.
        try {
          return database.scan(space, Bytes.EMPTY, from, limit);
        } catch (Failure.Unreadable block) {
          gaps.add(new Gap(space, from, block.behind()));
          if (block.behind().isEmpty()) {
            return new Page(List.of(), false);
          }
          from = block.behind().get();
        }
      }
    } catch (RocksDBException | Failure thrown) {
      throw unreadable(folder, thrown);
    }
  }

  @Override
  public List<Gap> gaps() {
    return Collections.unmodifiableList(gaps);
  }

  @Override
  public String name() {
    return folder.path().toString();
  }

  private static BadBackup unreadable(BackupFolder folder, Exception thrown) {
    return new BadBackup("The backup " + folder.path() + " cannot be read: " + thrown.getMessage(),
        "Check the disk; use another backup, or copy it again", thrown);
  }

  @Override
  public void close() {
    database.close();
  }
}
