/**
 * How is it kept on disk? The one place that names RocksDB: one writer thread that shares a flush among many writes,
 * two threads that read, and the rules of a data directory. Read {@link io.ringside.rocks.RocksDbDataStore} first; the
 * bytes are in {@code docs/storage.md}.
 */
package io.ringside.rocks;
