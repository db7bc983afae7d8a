package io.ringside.message;

import io.ringside.Bytes;

/**
 * A record of which nothing is alive: deleted, or expired. Immutable.
 *
 * @param address where it lies, as {@code StoreKeys#data} has it
 * @param digest of all that replicas share of it: another digest, another record
 */
public record Grave(Bytes address, long digest) {}
