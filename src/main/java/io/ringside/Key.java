package io.ringside;

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
    if (utf8Size(what, text) > MAX_BYTES) {
      throw new IllegalArgumentException("A " + what + " may have at most " + MAX_BYTES + " bytes");
    }
  }

  /** Counted without encoding: every message that is read makes a key. */
  private static int utf8Size(String what, String text) {
    int size = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
        size += 4;
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new IllegalArgumentException("A " + what + " must be valid Unicode");
      } else {
        size += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    return size;
  }

  @Override
  public int compareTo(Key other) {
    return bucket.equals(other.bucket) ? name.compareTo(other.name) : bucket.compareTo(other.bucket);
  }

  /** {@code name} in the default bucket, {@code bucket/name} elsewhere. */
  @Override
  public String toString() {
    return bucket.equals(DEFAULT_BUCKET) ? name : bucket + "/" + name;
  }
}
