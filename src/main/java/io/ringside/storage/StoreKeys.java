package io.ringside.storage;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import java.util.Comparator;

/** How keys are written in each {@link Space}. Stands on disk: never change. */
public final class StoreKeys {
  /*
   * DATA   length and bytes of the bucket, then the bytes of the key: a bucket's keys lie together, in order.
   * HINTS  length and bytes of the target's name, then as in DATA: a target's hints lie together.
   * STATE  plain text.
   */

  /** The order in which the keys of one bucket lie: that of their UTF-8 bytes, which {@link String#compareTo} is not. */
  public static final Comparator<String> KEY_ORDER = Comparator.comparing(Bytes::utf8);

  /** The order in which buckets lie: that of their lengths as they are written, then of their UTF-8 bytes. */
  public static final Comparator<String> BUCKET_ORDER = Comparator.comparing(bucket -> dataPrefix(bucket, ""));

  /** A byte that no UTF-8 text has: after all that starts with the same text. */
  private static final int AFTER_ALL = 0xFF;

  private StoreKeys() {}

  public static Bytes data(Key key) {
    return dataPrefix(key.bucket(), key.name());
  }

  /** What the keys of a bucket start with whose names start with {@code prefix}. */
  public static Bytes dataPrefix(String bucket, String prefix) {
    return new ByteWriter().string(bucket).raw(Bytes.utf8(prefix)).toBytes();
  }

  /** After all keys of a bucket, and before the next bucket. */
  public static Bytes afterBucket(String bucket) {
    return new ByteWriter().string(bucket).u8(AFTER_ALL).toBytes();
  }

  public static Key dataKey(Bytes bytes) {
    return readKey(new ByteReader(bytes));
  }

  public static Bytes hint(NodeId target, Key key) {
    return new ByteWriter().string(target.name()).raw(data(key)).toBytes();
  }

  public static Bytes hintPrefix(NodeId target) {
    return new ByteWriter().string(target.name()).toBytes();
  }

  public static NodeId hintTarget(Bytes bytes) {
    return NodeId.of(new ByteReader(bytes).string());
  }

  public static Key hintKey(Bytes bytes) {
    var in = new ByteReader(bytes);
    in.string();
    return readKey(in);
  }

  public static Bytes state(String name) {
    return Bytes.utf8(name);
  }

  private static Key readKey(ByteReader in) {
    String bucket = in.string();
    return new Key(bucket, in.raw(in.remaining()).utf8());
  }
}
