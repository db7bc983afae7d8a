package io.ringside.repair;

import io.ringside.ByteReader;
import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.merkle.MerkleTree;
import io.ringside.merkle.TreeId;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.ring.RingHash;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The Merkle trees of everything that this node owns, one for each partition and number of copies. Kept in memory; what they are
 * made of is written with each record. Not safe for more than one thread.
 */
public final class Forest {
  /** How many digests are added up at a time when a node starts. */
  private static final int GROWTH_PAGE = 20_000;

  private final NodeConfig config;
  private final ConsistentHashRing ring;
  private final SortedMap<TreeId, MerkleTree> trees = new TreeMap<>();
  private final SortedMap<NodeId, SortedSet<TreeId>> shared = new TreeMap<>();
  private final LeavesUnderWay underWay = new LeavesUnderWay();
  private Consumer<Failure.Unreadable> whenSpoilt = why -> { };
  private boolean inDoubt;
  private boolean spoilt;

  public Forest(NodeConfig config, ConsistentHashRing ring) {
    this.config = config;
    this.ring = ring;
    for (int n : config.copies()) {
      for (int partition = 0; partition < ring.partitions(); partition++) {
        plant(new TreeId(partition, n));
      }
    }
  }

  private void plant(TreeId tree) {
    var owners = ring.preferenceList(tree.partition(), tree.n()).primaries();
    if (owners.contains(config.self())) {
      trees.put(tree, MerkleTree.EMPTY);
      owners.stream().filter(owner -> !owner.equals(config.self()))
          .forEach(owner -> shared.computeIfAbsent(owner, node -> new TreeSet<>()).add(tree));
    }
  }

  /** Whether each tree has another owner. */
  boolean isShared() {
    var others = new TreeSet<TreeId>();
    shared.values().forEach(others::addAll);
    return others.containsAll(trees.keySet());
  }

  /** Completes when all that is on disk has been added up; before that, nothing may be written. */
  public Future<Void> grow(DataStore store) {
    return grow(store, Bytes.EMPTY);
  }

  private Future<Void> grow(DataStore store, Bytes after) {
    return store.scan(Space.MERKLE, Bytes.EMPTY, after, GROWTH_PAGE)
        .recover(failure -> {
          if (!(failure instanceof Failure.Unreadable unreadable)) {
            return Future.failedFuture(failure);
          }
          spoil(unreadable);
          return store.scanReadable(Space.MERKLE, Bytes.EMPTY, after, GROWTH_PAGE);
        })
        .compose(page -> {
          page.entries().forEach(this::add);
          return page.more() ? grow(store, page.lastKey()) : Future.succeededFuture();
        });
  }

  /** Until {@link #trust}, the trees may lack something: they are not compared with anybody's. */
  void doubt() {
    inDoubt = true;
  }

  /** From now on some digests on disk cannot be read: all have to be thrown away, and made anew from the records. */
  void spoil(Failure.Unreadable why) {
    doubt();
    if (!spoilt) {
      spoilt = true;
      whenSpoilt.accept(why);
    }
  }

  /** Who makes the digests anew when they are spoilt. */
  void whenSpoilt(Consumer<Failure.Unreadable> mender) {
    whenSpoilt = mender;
  }

  boolean isSpoilt() {
    return spoilt;
  }

  /** There are no digests on disk any more, hence none that cannot be read. */
  void cleared() {
    spoilt = false;
  }

  void trust() {
    inDoubt = false;
  }

  /** There are no records: trees are whole, and empty, whatever was taken out of them that they had never been given. */
  void trustEmpty() {
    trees.replaceAll((id, tree) -> MerkleTree.EMPTY);
    trust();
  }

  boolean isInDoubt() {
    return inDoubt;
  }

  private void add(Page.Entry entry) {
    trees.computeIfPresent(StoreKeys.merkleTreeOf(entry.key()), (id, tree) ->
        tree.with(StoreKeys.merkleLeafOf(entry.key()), EntryDigest.NONE, digestIn(entry.value())));
  }

  /**
   * Completes with what is known of the records there without reading them, in their order. Fails as the store does; if that
   * cannot read the digests they are spoilt.
   */
  public Future<List<Optional<Footprint>>> footprints(DataStore store, List<Place> places) {
    return store.getAll(Space.MERKLE, places.stream().map(Place::entry).toList())
        .map(digests -> digests.stream().map(digest -> digest.map(Footprint::decode)).toList())
        .recover(failure -> {
          if (failure instanceof Failure.Unreadable unreadable) {
            spoil(unreadable);
          }
          return Future.failedFuture(failure);
        });
  }

  static long digestIn(Bytes value) {
    return new ByteReader(value).i64();
  }

  /** How many bytes the record has; 0 in directories from before that was written down. */
  static int bytesIn(Bytes value) {
    var in = new ByteReader(value);
    in.i64();
    return in.remaining() == 0 ? 0 : in.varInt();
  }

  public Place placeOf(Key key) {
    long position = RingHash.positionOf(key);
    var tree = new TreeId(ring.partitionAt(position), config.bucket(key.bucket()).n());
    return new Place(tree, MerkleTree.leafOf(position), StoreKeys.data(key));
  }

  /** A write of a record there begins; {@link #ended} follows, whatever becomes of it. */
  public void began(Place place) {
    underWay.began(place);
  }

  public void ended(Place place, Place.Move move) {
    underWay.ended(place);
    changed(place, move);
  }

  /** In which leaves of a tree there are writes from now on, those under way among them. */
  LeavesUnderWay.Watch watch(TreeId tree) {
    return underWay.watch(tree);
  }

  /** Sets a leaf's digest to what its records' digests add up to; true if it was another. */
  boolean correct(TreeId id, int leaf, long sum) {
    MerkleTree tree = tree(id);
    long now = tree.leaf(leaf);
    trees.computeIfPresent(id, (same, old) -> old.with(leaf, now, sum));
    return now != sum;
  }

  SortedSet<TreeId> trees() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(trees.keySet()));
  }

  /** A record has changed, durably. */
  public void changed(Place place, Place.Move move) {
    trees.computeIfPresent(place.tree(), (id, tree) -> tree.with(place.leaf(), move.before(), move.after()));
  }

  /** The tree; empty also for one that is not this node's. */
  MerkleTree tree(TreeId id) {
    return trees.getOrDefault(id, MerkleTree.EMPTY);
  }

  /** Whether the tree is this node's to keep, and has another root. */
  boolean differs(TreeId id, long root) {
    return owns(id) && tree(id).root() != root;
  }

  boolean has(TreeId id) {
    return trees.containsKey(id);
  }

  /**
   * Whether the ring gives this node the partition for so many copies. If its own configuration names no bucket that has so many,
   * but another owner's does, then its tree is empty: to take it for equal would hide that the two do not agree.
   */
  boolean owns(TreeId id) {
    return has(id) || id.partition() < ring.partitions() && id.n() <= ring.members().size()
        && ring.preferenceList(id.partition(), id.n()).primaries().contains(config.self());
  }

  /** The nodes that own something together with this one. */
  SortedSet<NodeId> peers() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(shared.keySet()));
  }

  /** The roots of all trees that the other node has too, as they are now. */
  public List<Request.CompareRoots.Root> rootsSharedWith(NodeId peer) {
    return sharedWith(peer).stream().map(tree -> new Request.CompareRoots.Root(tree, tree(tree).root())).toList();
  }

  SortedSet<TreeId> sharedWith(NodeId peer) {
    return Collections.unmodifiableSortedSet(shared.getOrDefault(peer, Collections.emptySortedSet()));
  }
}
