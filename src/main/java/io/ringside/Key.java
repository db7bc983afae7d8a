package io.ringside;

import java.nio.charset.StandardCharsets;

/** The name of one entry: a bucket and a key within it. Immutable; ordered by bucket, then key. */
public record Key(String bucket, String name) implements Comparable<Key> {
  /** The bucket of {@code /kv/{key}}, where none is named. */
  public static final String DEFAULT_BUCKET = "default";

  /** More than any configured limit may allow, in UTF-8 bytes; the format on disk counts on it. */
  public static final int MAX_BYTES = 65_535;

  public Key {
    check("bucket", bucket);
    check("key", name);
  }

  public static Key of(String name) {
    return new Key(DEFAULT_BUCKET, name);
  }

  /** Reads {@code name} or {@code bucket/name}, as people type it; only the first slash separates. */
  public static Key parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0 ? of(text) : new Key(text.substring(0, slash), text.substring(slash + 1));
  }

  private static void check(String what, String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("A " + what + " may not be empty");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException("A " + what + " must be valid Unicode");
    }
    if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new IllegalArgumentException("A " + what + " may have at most " + MAX_BYTES + " bytes");
    }
  }

  @Override
  public int compareTo(Key other) {
    int byBucket = bucket.compareTo(other.bucket);
    return byBucket != 0 ? byBucket : name.compareTo(other.name);
  }

  /** {@code name} in the default bucket, {@code bucket/name} elsewhere. */
  @Override
  public String toString() {
    return bucket.equals(DEFAULT_BUCKET) ? name : bucket + "/" + name;
  }
}
