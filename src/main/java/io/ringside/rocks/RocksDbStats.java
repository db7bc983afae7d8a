package io.ringside.rocks;

/**
 * What the store has done since it was opened, and how large it is. {@code groups} is the number of batches written,
 * {@code syncs} that of the flushes that made them durable.
 */
public record RocksDbStats(
    long groups, long syncs, long cacheHits, long cacheMisses, long filesSizeBytes, long memtablesSizeBytes) {}
