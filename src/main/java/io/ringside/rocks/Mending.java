package io.ringside.rocks;

import io.ringside.config.DataConfig;
import io.ringside.storage.Mended;
import io.ringside.storage.Mended.Tally;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;

/**
 * Puts a fresh database with all that can be read of a damaged one in its place, and keeps the damaged one aside. Blocks, as long as
 * it takes to copy it.
 */
final class Mending {
  /*
   * rocksdb.mending is being filled; once it is whole and on the disk it is called rocksdb.mended. From then on the damaged one moves
   * to damaged-N, and the copy to rocksdb, and whoever opens the directory ends what a crash interrupted, before anything else. So
   * at each moment either the damaged database is in its place, or a whole copy is there to take it.
   *
   * Nothing is mended that may not be a broken block or two: if more is lost than is left, or the database cannot be opened at
   * all, then the reason may be one that all nodes have, such as a wrong version, and all of them would empty themselves.
   */
  /** A disk that has done it so often should be replaced. */
  static final int KEPT_LIMIT = 3;

  private static final String ASIDE = "damaged-";

  private final DataDirectory directory;
  private final DataConfig config;
  private final Path unfinished;
  private final Path copy;

  Mending(DataDirectory directory, DataConfig config) {
    this.directory = directory;
    this.config = config;
    this.unfinished = directory.path().resolve("rocksdb.mending");
    this.copy = directory.path().resolve("rocksdb.mended");
  }

  /** Ends what a crash interrupted. Called before the database is looked at. */
  void settle() {
    try {
      if (Files.exists(copy)) {
        exchange();
      }
      remove(unfinished);
    } catch (IOException thrown) {
      throw CannotOpenStore.notAllowed(directory.path(), thrown);
    }
  }

  /** Why it cannot be mended now; empty if nothing stands against it. */
  Optional<String> obstacle() {
    try {
      if (nextAside().isEmpty()) {
        return Optional.of(KEPT_LIMIT + " damaged databases are kept in " + directory.path()
            + " already: replace the disk, or move them away");
      }
      long neededBytes = sizeOf(directory.database());
      FileStore disk = Files.getFileStore(directory.path());
      return disk.getUsableSpace() > neededBytes ? Optional.empty() : Optional.of(
          "a copy needs up to " + neededBytes + " bytes, and only " + disk.getUsableSpace() + " are free");
    } catch (IOException thrown) {
      return Optional.of(thrown.toString());
    }
  }

  /** Throws, and has changed nothing, if it cannot be done. */
  void mend(String reason) {
    obstacle().ifPresent(why -> {
      throw refused(reason, why, null);
    });
    Path aside = nextAside().orElseThrow();
    try {
      remove(unfinished);
      Files.createDirectory(unfinished);
      fill(reason, aside.getFileName().toString());
      Files.move(unfinished, copy);
      directory.sync();
      exchange();
    } catch (RocksDBException thrown) {
      throw refused(reason, "it could not be copied: " + thrown.getMessage(), thrown);
    } catch (IOException thrown) {
      throw refused(reason, thrown.toString(), thrown);
    }
  }

  private void fill(String reason, String aside) throws RocksDBException {
    List<Space> spaces = Database.spacesIn(directory.database());
    try (Source source = open(spaces); Database fresh = Database.open(unfinished, config, true)) {
      SortedMap<Space, Tally> tallies = new Salvage(source.database(), spaces, fresh, source.cut()).copy();
      var mended = new Mended(reason, aside, source.cut(), tallies);
      Tally records = mended.of(Space.DATA);
      if (records.lost() > records.copied() || source.cut() && records.copied() == 0) {
        throw refused(reason, "more of its records are lost (" + records.lost() + " are known to be) than can be read ("
            + records.copied() + ")", null);
      }
      fresh.write(List.of(Map.entry(new SpaceKey(Space.STATE, StoreKeys.COPY), Optional.of(mended.encode()))));
      fresh.sync();
    }
  }

  private record Source(Database database, boolean cut) implements AutoCloseable {
    @Override
    public void close() {
      database.close();
    }
  }

  /** As strictly as it can be opened. Of a broken log rather the beginning than pieces. */
  private Source open(List<Space> spaces) throws RocksDBException {
    RocksDBException first = null;
    for (Leniency leniency : Leniency.values()) {
      try {
        return new Source(Database.openDamaged(directory.database(), config, spaces, leniency), leniency != Leniency.NONE);
      } catch (RocksDBException thrown) {
        if (!Lookup.isLoss(thrown)) {
          throw thrown;
        }
        first = first == null ? thrown : first;
      }
    }
    throw first;
  }

  private void exchange() throws IOException {
    if (Files.exists(directory.database())) {
      Path aside = nextAside().orElseThrow(() -> new IOException("no name is left for " + directory.database()));
      Files.move(directory.database(), aside);
      directory.sync();
    }
    Files.move(copy, directory.database());
    directory.sync();
    directory.unmarkDamaged();
  }

  private Optional<Path> nextAside() {
    return IntStream.rangeClosed(1, KEPT_LIMIT).mapToObj(n -> directory.path().resolve(ASIDE + n))
        .filter(path -> !Files.exists(path)).findFirst();
  }

  private CannotOpenStore refused(String reason, String why, Throwable cause) {
    return new CannotOpenStore(
        "The data directory " + directory.path() + " is corrupt (" + reason + "), and was not mended: " + why,
        "Nothing in it was changed. Mend that and start again; or restore a backup; or move the directory away and start this node "
            + "with an empty one: the other replicas give its data back. Check the disk first", cause);
  }

  private static long sizeOf(Path database) throws IOException {
    try (Stream<Path> files = Files.list(database)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void remove(Path database) throws IOException {
    if (!Files.exists(database)) {
      return;
    }
    try (Stream<Path> found = Files.walk(database)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
