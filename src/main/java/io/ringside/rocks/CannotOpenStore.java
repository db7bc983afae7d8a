package io.ringside.rocks;

import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** A data directory that cannot be used: why, and what the operator can do. Nothing in it was changed or deleted. */
public final class CannotOpenStore extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String hint;

  CannotOpenStore(String reason, String hint, Throwable cause) {
    super(reason + ". " + hint, cause);
    this.reason = reason;
    this.hint = hint;
  }

  public String reason() {
    return reason;
  }

  public String hint() {
    return hint;
  }

  /** Reads what RocksDB says; its texts are the only place where it tells a lock from a broken disk. */
  static CannotOpenStore because(Path directory, RocksDBException thrown) {
    String text = String.valueOf(thrown.getMessage());
    if (text.startsWith("While lock file") || text.startsWith("lock hold by current process")) {
      return inUse(directory, thrown);
    }
    Status status = thrown.getStatus();
    if (status != null && status.getSubCode() == Status.SubCode.NoSpace || text.contains("No space left")) {
      return new CannotOpenStore("The disk of the data directory " + directory + " is full",
          "Free some space and start again; nothing was lost", thrown);
    }
    if (text.contains("Permission denied") || text.contains("Read-only file system")) {
      return notAllowed(directory, thrown);
    }
    return new CannotOpenStore("The data directory " + directory + " is corrupt (" + text + ")",
        "Nothing was deleted. Restore it from a backup; or move it away and start this node with an empty directory: "
            + "the other replicas give its data back. Check the disk first", thrown);
  }

  /** A file that is gone is not what a disk does to single bits: somebody has taken it away, and may give it back. */
  static boolean isFileMissing(RocksDBException thrown) {
    String text = String.valueOf(thrown.getMessage());
    return text.contains("No such file") || text.contains("issing WAL") || text.contains("no WAL files") || text.contains("does not exist");
  }

  static CannotOpenStore inUse(Path directory, Throwable thrown) {
    return new CannotOpenStore("The data directory " + directory + " is in use by another process",
        "Stop the process that has it, or give this node a directory of its own (data.directory)", thrown);
  }

  static CannotOpenStore notAllowed(Path directory, Throwable thrown) {
    return new CannotOpenStore("The data directory " + directory + " cannot be read and written",
        "Give the user who runs this node the rights to it, or name another one (data.directory)", thrown);
  }
}
