package io.ringside.repair;

import io.ringside.ByteWriter;
import io.ringside.Key;
import io.ringside.config.NodeConfig;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.ring.RingHash;
import java.security.MessageDigest;

/** How many owners each key has by a node's configuration, and what tells that from any other one. Immutable. */
public final class Copies {
  private final NodeConfig config;
  private final long fingerprint;

  public Copies(NodeConfig config, ConsistentHashRing ring) {
    this.config = config;
    this.fingerprint = fingerprint(config, ring);
  }

  /** Stands on disk and on the wire: never change. Of a bucket that has the usual number it makes no difference whether it is named. */
  private static long fingerprint(NodeConfig config, ConsistentHashRing ring) {
    int usual = config.quorum().n();
    var bytes = new ByteWriter().i64(ring.epoch()).varInt(usual);
    config.buckets().forEach((name, bucket) -> {
      if (bucket.n() != usual) {
        bytes.string(name).varInt(bucket.n());
      }
    });
    MessageDigest digest = RingHash.md5();
    digest.update(bytes.toBytes().array());
    return RingHash.firstLong(digest);
  }

  public int of(Key key) {
    return config.bucket(key.bucket()).n();
  }

  /** Nodes with the same one agree on who owns what. */
  public long fingerprint() {
    return fingerprint;
  }
}
