package io.ringside.vertx;

import io.ringside.Bytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A cluster's id and the number that stands for it in every frame. Immutable. */
record ClusterTag(String id, long number) {
  static ClusterTag of(String id) {
    return new ClusterTag(id, ByteBuffer.wrap(digest(id)).getLong());
  }

  /** Never change: nodes of different versions compare it. */
  private static byte[] digest(String id) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(Bytes.utf8(id).array());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }
}
