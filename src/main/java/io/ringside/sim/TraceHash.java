package io.ringside.sim;

import io.ringside.Bytes;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * One number for all that happened in a run, in order: equal runs have equal numbers, in every JVM. The hash is 64-bit FNV-1a
 * over the UTF-8 bytes of each line and a line feed.
 */
public final class TraceHash {
  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private final Consumer<String> lines;
  private long hash = OFFSET_BASIS;
  private long count;

  public TraceHash() {
    this(line -> {});
  }

  /** Shows each line to {@code lines} too. */
  public TraceHash(Consumer<String> lines) {
    this.lines = lines;
  }

  public void add(String line) {
    hash = fnv(fnv(hash, Bytes.utf8(line)), '\n');
    count++;
    lines.accept(line);
  }

  public long value() {
    return hash;
  }

  /** How many lines are in it. */
  public long count() {
    return count;
  }

  /** The hash of these bytes alone. */
  static long of(Bytes bytes) {
    return fnv(OFFSET_BASIS, bytes);
  }

  private static long fnv(long hash, Bytes bytes) {
    long result = hash;
    for (byte each : bytes.array()) {
      result = fnv(result, each & 0xff);
    }
    return result;
  }

  private static long fnv(long hash, int octet) {
    return (hash ^ octet) * PRIME;
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(hash);
  }
}
