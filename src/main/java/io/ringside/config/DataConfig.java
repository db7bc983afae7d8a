package io.ringside.config;

import java.nio.file.Path;

/**
 * Where and how safely this node keeps what it holds. Immutable.
 *
 * @param directory this node's own directory; a second process on it is refused
 * @param durability {@code sync}: an acknowledged write is on disk at W nodes. {@code async}: it is in the operating
 *     system's hands and a power cut may take the last second; writes are faster by about one disk flush
 * @param cacheMebibytes block cache of uncompressed blocks. Larger: more reads without the disk, more memory outside
 *     the heap; smaller: more reads from disk
 * @param memtableMebibytes writes kept in memory before they become a file; up to twice this is in use. Larger: fewer,
 *     bigger files and longer recovery; smaller: more compaction
 * @param writeQueueLimit writes waiting for the one writer; beyond it a write is refused as overloaded. Larger: rides
 *     out longer stalls, but waits up to limit ÷ writes per second; smaller: refuses sooner
 * @param groupLimit writes that share one batch and one flush. Larger: more throughput under load; smaller: a shorter
 *     wait for the first of the group
 * @param backupDirectory where backups are made, within {@code directory} unless it is absolute. On the same file system a backup
 *     is a set of links, made at once; elsewhere it is a copy
 * @param backupLimit backups in there beyond which no other is made. Each keeps the disk space of all that it holds
 */
public record DataConfig(
    @Knob("data") Path directory,
    @Knob("sync") Durability durability,
    @Knob(value = "16", min = 1, max = 65_536) int cacheMebibytes,
    @Knob(value = "8", min = 1, max = 4_096) int memtableMebibytes,
    @Knob(value = "10000", min = 1, max = 10_000_000) int writeQueueLimit,
    @Knob(value = "256", min = 1, max = 65_536) int groupLimit,
    @Knob("backups") Path backupDirectory,
    @Knob(value = "16", min = 1, max = 10_000) int backupLimit) {

  /** When a write counts as stored. */
  public enum Durability { SYNC, ASYNC }
}
