package io.ringside.rocks;

import io.ringside.NodeId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * One node's directory: the database in {@code rocksdb/}, and beside it the file {@code RINGSIDE} that says whose it
 * is. Refuses to be taken for another node's, or for an empty one when its database is gone.
 */
final class DataDirectory {
  /** Stands on disk: raised when an older program could not read what a newer one wrote. */
  static final int FORMAT = 1;

  private static final String MARKER = "RINGSIDE";
  /** Present instead of the marker until the database has been made; nothing was ever acknowledged then. */
  private static final String UNFINISHED_MARKER = "RINGSIDE.new";

  /** Says what is wrong with the database, so that the next one who opens it mends it. */
  private static final String DAMAGED_MARKER = "DAMAGED";

  /** Says why the database was not mended, though it hides something, and is gone on with. */
  private static final String KEPT_MARKER = "KEPT";

  private static final String OPENING_LOCK = "OPENING";

  private final Path directory;
  private final String owner;

  DataDirectory(Path directory, String clusterId, NodeId node) {
    this.directory = directory.toAbsolutePath().normalize();
    this.owner = "format: " + FORMAT + "\ncluster: " + clusterId + "\nnode: " + node + "\n";
  }

  Path path() {
    return directory;
  }

  Path database() {
    return databaseIn(directory);
  }

  static Path databaseIn(Path directory) {
    return directory.resolve("rocksdb");
  }

  /** Makes the directory if there is none. True if its database is still to be made; throws if it is not ours. */
  boolean prepare() {
    try {
      Files.createDirectories(directory);
      if (Files.exists(directory.resolve(MARKER))) {
        checkOwner(Files.readString(directory.resolve(MARKER)));
        return false;
      }
      if (Files.exists(database()) && !Files.exists(directory.resolve(UNFINISHED_MARKER))) {
        throw new CannotOpenStore(
            "The data directory " + directory + " holds a database, but no file " + MARKER + " that says whose",
            "Give the file back, or name an empty directory (data.directory)", null);
      }
      write(UNFINISHED_MARKER);
      Files.createDirectories(database());
      return true;
    } catch (FileAlreadyExistsException thrown) {
      throw new CannotOpenStore("The data directory " + directory + " is not a directory",
          "Name a directory, or a path where one can be made (data.directory)", thrown);
    } catch (AccessDeniedException thrown) {
      throw CannotOpenStore.notAllowed(directory, thrown);
    } catch (IOException thrown) {
      throw new CannotOpenStore("The data directory " + directory + " cannot be used (" + thrown + ")",
          "Check the path, its rights and its disk, or name another directory (data.directory)", thrown);
    }
  }

  /** Says that the database is made: from now on a directory without one is a loss and not a beginning. */
  void finish() {
    try {
      Files.move(directory.resolve(UNFINISHED_MARKER), directory.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
      sync();
    } catch (IOException thrown) {
      throw CannotOpenStore.notAllowed(directory, thrown);
    }
  }

  /** Says whose the database is that was put there whole. */
  void claim() throws IOException {
    write(MARKER);
  }

  /**
   * Held from the first look at the directory until its database is open or refused; throws if somebody else is at it. RocksDB's own
   * lock says the same of an open database, and cannot speak for one that is being mended.
   */
  FileChannel lock() {
    try {
      FileChannel channel = FileChannel.open(
          directory.resolve(OPENING_LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel)) {
        return channel;
      }
      channel.close();
    } catch (IOException thrown) {
      throw CannotOpenStore.notAllowed(directory, thrown);
    }
    throw CannotOpenStore.inUse(directory, null);
  }

  void unlock(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException thrown) {
      throw CannotOpenStore.notAllowed(directory, thrown);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException withinThisProcess) {
      return false;
    }
  }

  /** What is wrong with the database, if somebody who had it open found out. */
  Optional<String> damage() {
    return read(DAMAGED_MARKER);
  }

  /** Why the database was not mended when it was given up, if so. */
  Optional<String> kept() {
    return read(KEPT_MARKER);
  }

  private Optional<String> read(String name) {
    Path marker = directory.resolve(name);
    try {
      return Files.exists(marker) ? Optional.of(Files.readString(marker).strip()) : Optional.empty();
    } catch (IOException thrown) {
      throw CannotOpenStore.notAllowed(directory, thrown);
    }
  }

  void markDamaged(String reason) throws IOException {
    write(DAMAGED_MARKER, reason + "\n");
  }

  /** It is mended. */
  void unmarkDamaged() throws IOException {
    Files.deleteIfExists(directory.resolve(KEPT_MARKER));
    Files.deleteIfExists(directory.resolve(DAMAGED_MARKER));
    sync();
  }

  /** It cannot be mended, and is gone on with as it is. */
  void keepDamaged(String why) throws IOException {
    write(KEPT_MARKER, why + "\n");
    Files.deleteIfExists(directory.resolve(DAMAGED_MARKER));
    sync();
  }

  /** What was moved within it stays moved. */
  void sync() throws IOException {
    sync(directory, StandardOpenOption.READ);
  }

  private void checkOwner(String found) {
    if (found.equals(owner)) {
      return;
    }
    if (!found.startsWith("format: " + FORMAT + "\n")) {
      throw new CannotOpenStore("The data directory " + directory + " has another format than this program's " + FORMAT
          + " (" + found.lines().findFirst().orElse("its file " + MARKER + " is empty") + ")",
          "Use the version of Ringside that wrote it, or name another directory (data.directory)", null);
    }
    throw new CannotOpenStore("The data directory " + directory + " belongs to another node (there: " + oneLine(found)
        + "; here: " + oneLine(owner) + ")", "Check data.directory, the node's name and the cluster's id", null);
  }

  private void write(String name) throws IOException {
    write(name, owner);
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    sync(file, StandardOpenOption.WRITE);
    sync();
  }

  private static void sync(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }

  private static String oneLine(String text) {
    return text.strip().replace("\n", ", ");
  }
}
