package io.ringside.ring;

import io.ringside.Key;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The place of a key on the ring: the first 64 bits of an MD5, as in Dynamo (§4.1).
 *
 * <p>Never change: every stored key lies where this function put it. The digest runs over the bucket's length in bytes
 * (four bytes, big-endian), the bucket and the key's name, both in UTF-8; so {@code a/bc} and {@code ab/c} differ.
 * MD5 spreads keys evenly; it keeps nothing secret here.
 */
public final class RingHash {
  /** Never fed, hence always as new. */
  private static final MessageDigest FRESH = lookUp();

  private RingHash() {}

  /** The key's position, to be read as an unsigned number. */
  public static long positionOf(Key key) {
    byte[] bucket = key.bucket().getBytes(StandardCharsets.UTF_8);
    MessageDigest digest = md5();
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bucket.length).array());
    digest.update(bucket);
    digest.update(key.name().getBytes(StandardCharsets.UTF_8));
    return firstLong(digest);
  }

  /** Which of {@code partitions} equal arcs holds the unsigned {@code position}: floor(position · partitions / 2^64). */
  static int partitionOf(long position, int partitions) {
    long signedHigh = Math.multiplyHigh(position, partitions);
    return (int) (position < 0 ? signedHigh + partitions : signedHigh);
  }

  /** The first 64 bits; the digest is used up. */
  public static long firstLong(MessageDigest digest) {
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  /** A fresh one: to copy it is far cheaper than to look it up among the platform's providers. */
  public static MessageDigest md5() {
    try {
      return (MessageDigest) FRESH.clone();
    } catch (CloneNotSupportedException unusual) {
      return lookUp();
    }
  }

  private static MessageDigest lookUp() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has MD5", impossible);
    }
  }
}
