package io.ringside.storage;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.merkle.TreeId;
import java.util.Comparator;

/** How keys are written in each {@link Space}. Stands on disk: never change. */
public final class StoreKeys {
  /*
   * DATA   length and bytes of the bucket, then the bytes of the key: a bucket's keys lie together, in order.
   * HINTS  length and bytes of the target's name, then as in DATA: a target's hints lie together.
   * STATE  plain text.
   * GRAVES partition in four bytes, big-endian, then as in DATA.
   * MERKLE partition and n in four bytes each and the leaf in two, all big-endian, then as in DATA: a leaf's digests lie together.
   */

  /** The order in which the keys of one bucket lie: that of their UTF-8 bytes, which {@link String#compareTo} is not. */
  public static final Comparator<String> KEY_ORDER = Comparator.comparing(Bytes::utf8);

  /** The order in which buckets lie: that of their lengths as they are written, then of their UTF-8 bytes. */
  public static final Comparator<String> BUCKET_ORDER = Comparator.comparing(bucket -> dataPrefix(bucket, ""));

  /**
   * Stands in {@link Space#STATE} of a backup that was put back as a node's own, and of what could be read of a damaged store, until
   * the node has noticed: {@link Mended} tells the two apart.
   */
  public static final Bytes COPY = state("copy");

  /** Stands in {@link Space#STATE} if each record has its digest: which version of them. */
  public static final Bytes TREES = state("trees");

  /** Stands in {@link Space#STATE} if some records may have no digest all the same: why they could not be looked for. */
  public static final Bytes HIDES = state("hides");

  /** How far the look at everything is, in {@link Space#STATE}. */
  public static final Bytes SCRUB = state("scrub");

  /** What those keys of {@link Space#STATE} start with that say where this node is with a partition. */
  public static final String ERA_PREFIX = "era/";

  /** A byte that no UTF-8 text has: after all that starts with the same text. */
  private static final int AFTER_ALL = 0xFF;

  private static final int MERKLE_PREFIX_BYTES = 10;

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

  /** Where the digest of a record stands; {@code address} is the record's own, as {@link #data} has it. */
  public static Bytes merkle(TreeId tree, int leaf, Bytes address) {
    return merkleTree(tree).u8(leaf >> 8).u8(leaf & 0xFF).raw(address).toBytes();
  }

  /** What all digests of a tree start with. */
  public static Bytes merklePrefix(TreeId tree) {
    return merkleTree(tree).toBytes();
  }

  /** What all digests of a partition's records start with, however many copies these have. */
  public static Bytes merklePartitionPrefix(int partition) {
    return new ByteWriter().i32(partition).toBytes();
  }

  /** Before all digests of a leaf, and after those of the leaf before it. */
  public static Bytes merkleLeafStart(TreeId tree, int leaf) {
    return merkle(tree, leaf, Bytes.EMPTY);
  }

  public static TreeId merkleTreeOf(Bytes bytes) {
    var in = new ByteReader(bytes);
    return new TreeId(in.i32(), in.i32());
  }

  public static int merkleLeafOf(Bytes bytes) {
    return (bytes.at(MERKLE_PREFIX_BYTES - 2) & 0xFF) << 8 | bytes.at(MERKLE_PREFIX_BYTES - 1) & 0xFF;
  }

  /** The address of the record whose digest stands there. */
  public static Bytes merkleAddressOf(Bytes bytes) {
    var in = new ByteReader(bytes);
    in.raw(MERKLE_PREFIX_BYTES);
    return in.raw(in.remaining());
  }

  /** Where it stands that nothing of a record is alive; {@code address} is the record's own. */
  public static Bytes grave(int partition, Bytes address) {
    return new ByteWriter().i32(partition).raw(address).toBytes();
  }

  public static int gravePartitionOf(Bytes bytes) {
    return new ByteReader(bytes).i32();
  }

  public static Bytes graveAddressOf(Bytes bytes) {
    var in = new ByteReader(bytes);
    in.i32();
    return in.raw(in.remaining());
  }

  private static ByteWriter merkleTree(TreeId tree) {
    return new ByteWriter().i32(tree.partition()).i32(tree.n());
  }

  private static Key readKey(ByteReader in) {
    String bucket = in.string();
    return new Key(bucket, in.raw(in.remaining()).utf8());
  }
}
