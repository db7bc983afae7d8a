package io.ringside.rocks;

import io.ringside.Bytes;
import io.ringside.config.DataConfig;
import io.ringside.message.Failure;
import io.ringside.storage.Page;
import io.ringside.storage.PageBuilder;
import io.ringside.storage.Space;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * An open RocksDB with everything native that belongs to it. Its methods block, and crash the process after {@link
 * #close}: only the threads that the store joins before it closes may call them.
 */
final class Database implements AutoCloseable {
  static {
    RocksDB.loadLibrary();
  }

  private final NativeObjects natives = new NativeObjects();
  private final ColumnFamilyOptions familyOptions;
  private volatile Map<Space, ColumnFamilyHandle> families;
  private final ReadOptions readOptions = natives.add(new ReadOptions()).setVerifyChecksums(true);
  private final ReadOptions scanOptions = natives.add(new ReadOptions()).setVerifyChecksums(true).setFillCache(false);
  private final Statistics statistics;
  private final WriteOptions writeOptions;
  private final RocksDB rocks;

  /** How RocksDB itself is opened. */
  @FunctionalInterface
  private interface Opening {
    RocksDB open(Tuning tuning, DBOptions options, List<ColumnFamilyDescriptor> families, List<ColumnFamilyHandle> handles)
        throws RocksDBException;
  }

  private Database(DataConfig config, boolean create, List<Space> spaces, Opening opening) throws RocksDBException {
    var tuning = new Tuning(config, natives);
    statistics = tuning.statistics();
    writeOptions = tuning.write();
    DBOptions options = tuning.database(create).setStatistics(statistics);
    familyOptions = tuning.columnFamily();
    var descriptors = new ArrayList<ColumnFamilyDescriptor>();
    descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, familyOptions));
    for (Space space : spaces) {
      descriptors.add(descriptorOf(space));
    }
    var handles = new ArrayList<ColumnFamilyHandle>();
    try {
      rocks = natives.add(opening.open(tuning, options, descriptors, handles));
    } catch (RocksDBException thrown) {
      natives.close();
      throw thrown;
    }
    handles.forEach(natives::add);
    var opened = new EnumMap<Space, ColumnFamilyHandle>(Space.class);
    for (int i = 0; i < spaces.size(); i++) {
      opened.put(spaces.get(i), handles.get(1 + i));
    }
    families = opened;
  }

  private ColumnFamilyDescriptor descriptorOf(Space space) {
    return new ColumnFamilyDescriptor(nameOf(space).getBytes(StandardCharsets.US_ASCII), familyOptions);
  }

  /** Throws if the directory is in use, broken, or, unless it is to be made, empty. */
  static Database open(Path directory, DataConfig config, boolean create) throws RocksDBException {
    return new Database(config, create, List.of(Space.values()),
        (tuning, options, families, handles) -> RocksDB.open(options, directory.toString(), families, handles));
  }

  /** For reading some spaces only, those that a directory of another version has too. Nothing in the directory is changed. */
  static Database openReadOnly(Path directory, DataConfig config, List<Space> spaces) throws RocksDBException {
    return new Database(config, false, spaces, (tuning, options, families, handles) ->
        RocksDB.openReadOnly(tuning.silent(options), directory.toString(), families, handles));
  }

  /** For reading what can be read, if no more is missing than is allowed. Nothing in the directory is changed. */
  static Database openDamaged(Path directory, DataConfig config, List<Space> spaces, Leniency leniency) throws RocksDBException {
    return new Database(config, false, spaces, (tuning, options, families, handles) ->
        RocksDB.openReadOnly(tuning.lenient(tuning.silent(options), leniency), directory.toString(), families, handles));
  }

  /** The spaces that a database has: one of an older version lacks those that came later. */
  static List<Space> spacesIn(Path directory) throws RocksDBException {
    try (var options = new Options()) {
      List<String> names = RocksDB.listColumnFamilies(options, directory.toString()).stream()
          .map(name -> new String(name, StandardCharsets.US_ASCII)).toList();
      return Stream.of(Space.values()).filter(space -> names.contains(nameOf(space))).toList();
    }
  }

  /** Stands on disk: never change. RocksDB's own family "default" must exist too, and stays empty. */
  private static String nameOf(Space space) {
    return switch (space) {
      case DATA -> "data";
      case HINTS -> "hints";
      case STATE -> "state";
      case MERKLE -> "merkle";
      case QUARANTINE -> "quarantine";
      case GRAVES -> "graves";
    };
  }

  /** One answer per key, in their order. */
  List<Lookup> lookUp(List<SpaceKey> keys) {
    var answers = new ArrayList<Lookup>(keys.size());
    if (keys.isEmpty()) { // RocksDB asserts that there is a key.
      return answers;
    }
    try {
      List<byte[]> values = rocks.multiGetAsList(readOptions,
          keys.stream().map(key -> families.get(key.space())).toList(),
          keys.stream().map(key -> key.key().array()).toList());
      for (int i = 0; i < keys.size(); i++) {
        byte[] value = values.get(i);
        answers.add(value == null ? confirmMissing(keys.get(i)) : Lookup.found(Optional.of(Bytes.wrap(value))));
      }
    } catch (RocksDBException thrown) { // It does not say which key it is about: none must suffer for another.
      answers.clear();
      keys.forEach(key -> answers.add(confirmMissing(key)));
    }
    return answers;
  }

  /*
   * The Java form of multiGet answers null for a key that it could not read, as it does for one that is not there. A
   * replica that takes the first for the second would mint dots again that it has used. The plain get throws; bloom
   * filters make it cheap.
   */
  private Lookup confirmMissing(SpaceKey key) {
    try {
      byte[] value = rocks.get(families.get(key.space()), readOptions, key.key().array());
      return Lookup.found(Optional.ofNullable(value).map(Bytes::wrap));
    } catch (RocksDBException thrown) {
      return Lookup.unreadable(thrown);
    }
  }

  Page scan(Space space, Bytes prefix, Bytes after, int limit) throws RocksDBException {
    var page = new PageBuilder(limit);
    try (RocksIterator iterator = rocks.newIterator(families.get(space), scanOptions)) {
      iterator.seek((prefix.compareTo(after) > 0 ? prefix : after).array());
      for (; iterator.isValid(); iterator.next()) {
        Bytes key = Bytes.wrap(iterator.key());
        if (key.equals(after)) {
          continue;
        }
        if (!key.startsWith(prefix)) {
          return page.build(false);
        }
        if (!page.add(key, Bytes.wrap(iterator.value()))) {
          return page.build(true);
        }
      }
      iterator.status();
      return page.build(false);
    } catch (RocksDBException thrown) {
      if (!Lookup.isLoss(thrown)) {
        throw thrown;
      }
      if (!page.isEmpty()) {
        return page.build(true);
      }
      var block = new BadBlock(() -> rocks.newIterator(families.get(space), scanOptions));
      throw new Failure.Unreadable(
          Lookup.unavailable(thrown).getMessage(), block.behind(prefix.compareTo(after) > 0 ? prefix : after));
    }
  }

  /** All or nothing; on disk before it returns if the store is durable. */
  void write(Collection<Map.Entry<SpaceKey, Optional<Bytes>>> edits) throws RocksDBException {
    try (var batch = new WriteBatch()) {
      for (Map.Entry<SpaceKey, Optional<Bytes>> edit : edits) {
        ColumnFamilyHandle family = families.get(edit.getKey().space());
        byte[] key = edit.getKey().key().array();
        if (edit.getValue().isPresent()) {
          batch.put(family, key, edit.getValue().get().array());
        } else {
          batch.delete(family, key);
        }
      }
      rocks.write(writeOptions, batch);
    }
  }

  /*
   * The family as a whole is dropped and made anew, since a block that cannot be read stands in the way of everything else that
   * would remove it: of a scan, and of a compaction. Whoever reads at this moment has the old one to the end, which is freed with
   * the database. If the process dies in between, opening makes the family that is missing.
   */
  void clear(Space space) throws RocksDBException {
    var changed = new EnumMap<>(families);
    rocks.dropColumnFamily(families.get(space));
    changed.put(space, natives.add(rocks.createColumnFamily(descriptorOf(space))));
    families = changed;
  }

  /** Carries all that was written to the disk itself. */
  void sync() throws RocksDBException {
    rocks.syncWal();
  }

  /**
   * Makes a database of its own of all that was written before, in a directory that does not exist yet: of links where it can,
   * else of copies. Others may write meanwhile.
   */
  void checkpoint(Path directory) throws RocksDBException {
    try (Checkpoint checkpoint = Checkpoint.create(rocks)) {
      checkpoint.createCheckpoint(directory.toString());
    }
  }

  RocksDbStats stats() throws RocksDBException {
    return new RocksDbStats(
        statistics.getTickerCount(TickerType.WRITE_WITH_WAL),
        statistics.getTickerCount(TickerType.WAL_FILE_SYNCED),
        statistics.getTickerCount(TickerType.BLOCK_CACHE_HIT),
        statistics.getTickerCount(TickerType.BLOCK_CACHE_MISS),
        rocks.getAggregatedLongProperty("rocksdb.total-sst-files-size"),
        rocks.getAggregatedLongProperty("rocksdb.cur-size-all-mem-tables"));
  }

  /** Frees everything without a flush. Closing twice does nothing. */
  @Override
  public void close() {
    natives.close();
  }
}
