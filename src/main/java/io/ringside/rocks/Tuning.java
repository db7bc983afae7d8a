package io.ringside.rocks;

import io.ringside.config.DataConfig;
import io.ringside.config.DataConfig.Durability;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ChecksumType;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Logger;
import org.rocksdb.Statistics;
import org.rocksdb.StatsLevel;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/** How RocksDB is set up: safe first, and small enough that five nodes fit in one process. */
final class Tuning {
  private static final long MEBIBYTE = 1L << 20;
  private static final double BLOOM_BITS_PER_KEY = 10;
  private static final long BLOCK_SIZE_BYTES = 8 << 10;
  private static final int CACHE_SHARD_BITS = 2;

  /** From 6 on a block's checksum covers where it lies, too: a write that went elsewhere is found. Never lower it. */
  private static final int TABLE_FORMAT = 7;

  private static final int OPEN_FILES_LIMIT = 256;
  private static final int BACKGROUND_JOBS = 2;
  private static final int LOG_FILES = 2;
  /** A space with rare writes must not keep the log of all others: past this size its memtable is written out. */
  private static final int LOG_SIZE_IN_MEMTABLES = 8;

  private final DataConfig config;
  private final NativeObjects natives;

  Tuning(DataConfig config, NativeObjects natives) {
    this.config = config;
    this.natives = natives;
  }

  /*
   * Recovery. The log's last record may be torn by a crash; it was not acknowledged, since an acknowledgement comes
   * after its flush. "Tolerate corrupted tail records" drops exactly that, an incomplete record at the end, and refuses
   * to open on a record whose checksum is wrong. RocksDB's default, "point in time", would stop at the first bad record
   * wherever it is and drop all that follow without a word, acknowledged ones among them. The price: a power cut that
   * leaves a complete but garbled last record also refuses. That is loud, and the other replicas still have what this
   * node then asks back. Verifying the chain of logs finds a log that is missing or short, which no checksum within a
   * log can; under async a power cut may shorten one by right, so there it is off.
   */
  DBOptions database(boolean create) {
    var chained = new Properties();
    chained.setProperty("track_and_verify_wals", Boolean.toString(isDurable()));
    DBOptions options = natives.add(DBOptions.getDBOptionsFromProps(chained));
    return options
        .setCreateIfMissing(create)
        .setCreateMissingColumnFamilies(true) // A directory of an older version lacks the spaces that came later.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        .setParanoidChecks(true)
        .setMaxOpenFiles(OPEN_FILES_LIMIT)
        .setMaxBackgroundJobs(BACKGROUND_JOBS)
        .setDbWriteBufferSize(2 * memtableBytes())
        .setMaxTotalWalSize(LOG_SIZE_IN_MEMTABLES * memtableBytes())
        .setBytesPerSync(MEBIBYTE)
        .setKeepLogFileNum(LOG_FILES)
        .setMaxLogFileSize(MEBIBYTE)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0);
  }

  /** The same without RocksDB's own log file, which it would make even where it only reads. */
  DBOptions silent(DBOptions options) {
    Logger silence = natives.add(new Logger(InfoLogLevel.HEADER_LEVEL) {
      @Override
      protected void log(InfoLogLevel level, String message) {
        // what goes wrong is thrown
      }
    });
    options.setLogger(silence);
    return options;
  }

  /** The same for a database of which all is read that can be. */
  DBOptions lenient(DBOptions options, Leniency leniency) {
    return options.setParanoidChecks(leniency.paranoid()).setWalRecoveryMode(leniency.log());
  }

  /** Counters without the dear timers. */
  Statistics statistics() {
    Statistics statistics = natives.add(new Statistics());
    statistics.setStatsLevel(StatsLevel.EXCEPT_DETAILED_TIMERS);
    return statistics;
  }

  /** The same for every column family; they share one block cache. */
  ColumnFamilyOptions columnFamily() {
    var table = new BlockBasedTableConfig()
        .setBlockCache(natives.add(new LRUCache(config.cacheMebibytes() * MEBIBYTE, CACHE_SHARD_BITS)))
        .setCacheIndexAndFilterBlocks(true)
        .setPinL0FilterAndIndexBlocksInCache(true)
        .setFilterPolicy(natives.add(new BloomFilter(BLOOM_BITS_PER_KEY, false)))
        .setWholeKeyFiltering(true)
        .setFormatVersion(TABLE_FORMAT)
        .setChecksumType(ChecksumType.kXXH3)
        .setBlockSize(BLOCK_SIZE_BYTES);
    return natives.add(new ColumnFamilyOptions())
        .setTableFormatConfig(table)
        .setWriteBufferSize(memtableBytes())
        .setMaxWriteBufferNumber(2)
        .setTargetFileSizeBase(2 * memtableBytes())
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION);
  }

  WriteOptions write() {
    return natives.add(new WriteOptions()).setSync(isDurable());
  }

  private boolean isDurable() {
    return config.durability() == Durability.SYNC;
  }

  private long memtableBytes() {
    return config.memtableMebibytes() * MEBIBYTE;
  }
}
