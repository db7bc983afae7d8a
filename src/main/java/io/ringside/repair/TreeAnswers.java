package io.ringside.repair;

import io.ringside.Bytes;
import io.ringside.merkle.Leaves;
import io.ringside.merkle.MerkleTree;
import io.ringside.merkle.TreeId;
import io.ringside.message.Digests;
import io.ringside.message.Entries;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.message.Unequal;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** What a node tells another of its trees. Changes nothing, but finds out when they are spoilt. */
public final class TreeAnswers {
  /** A node whose digests have another version is refused. */
  public static final int DIGEST_VERSION = EntryDigest.VERSION;

  /** More digests of records than this are never told at once. */
  static final int MAX_ENTRIES = 10_000;

  private final ConsistentHashRing ring;
  private final Forest forest;
  private final DataStore store;

  public TreeAnswers(ConsistentHashRing ring, Forest forest, DataStore store) {
    this.ring = ring;
    this.forest = forest;
    this.store = store;
  }

  /**
   * Completes with the trees that are not as the asker has them, or fails with {@link Failure.Refused} if the two cannot be
   * compared.
   */
  public Future<Unequal> compareRoots(Request.CompareRoots compare) {
    if (compare.ringEpoch() != ring.epoch()) {
      return refused("the rings differ: " + compare.from() + " goes by the epoch " + Long.toHexString(compare.ringEpoch())
          + ", this node by " + Long.toHexString(ring.epoch()));
    }
    if (compare.digestVersion() != EntryDigest.VERSION) {
      return refused("the digests of " + compare.from() + " have the version " + compare.digestVersion()
          + ", those of this node " + EntryDigest.VERSION);
    }
    if (forest.isInDoubt()) {
      return Future.failedFuture(new Failure.Unavailable(
          "the trees of this node may lack something, until it has looked at all its records"));
    }
    return Future.succeededFuture(new Unequal(compare.roots().stream()
        .filter(root -> forest.differs(root.tree(), root.digest()))
        .map(Request.CompareRoots.Root::tree).toList()));
  }

  /** Completes with the digests, or fails with {@link Failure.Refused} for a tree or a branch that is not here. */
  public Future<Digests> showDigests(Request.ShowDigests show) {
    if (!forest.owns(show.tree())) {
      return refused(notHere(show.tree()));
    }
    if (show.branch().isPresent() && show.branch().get() >= MerkleTree.FAN_OUT) {
      return refused("a tree has " + MerkleTree.FAN_OUT + " branches, and no branch " + show.branch().get());
    }
    MerkleTree tree = forest.tree(show.tree());
    return Future.succeededFuture(new Digests(show.branch().map(tree::leavesOf).orElseGet(tree::branches)));
  }

  /** Completes with digests of records; fails with {@link Failure.Refused} for a tree that is not here, or as the store does. */
  public Future<Entries> showEntries(Request.ShowEntries show) {
    if (!forest.owns(show.tree())) {
      return refused(notHere(show.tree()));
    }
    return read(store, forest, show);
  }

  /** Completes with the digests of this node's own records, as its store has them; if that cannot be read they are spoilt. */
  static Future<Entries> read(DataStore store, Forest forest, Request.ShowEntries show) {
    TreeId tree = show.tree();
    Leaves leaves = show.leaves();
    Bytes start = StoreKeys.merkleLeafStart(tree, leaves.first());
    Bytes from = show.after().size() == 0 ? start : show.after();
    return store.scan(Space.MERKLE, StoreKeys.merklePrefix(tree), from, Math.min(show.limit(), MAX_ENTRIES)).map(page -> {
      var entries = new ArrayList<Entries.Entry>();
      for (Page.Entry entry : page.entries()) {
        if (StoreKeys.merkleLeafOf(entry.key()) > leaves.last()) {
          return new Entries(entries, false);
        }
        entries.add(new Entries.Entry(entry.key(), Forest.digestIn(entry.value()), Forest.bytesIn(entry.value())));
      }
      return new Entries(entries, page.more());
    }).recover(failure -> {
      if (failure instanceof Failure.Unreadable unreadable) {
        forest.spoil(unreadable);
      }
      return Future.failedFuture(failure);
    });
  }

  private static String notHere(TreeId tree) {
    return "this node does not own partition " + tree.partition() + " of the buckets with " + tree.n() + " copies";
  }

  private static <R> Future<R> refused(String reason) {
    return Future.failedFuture(new Failure.Refused(reason));
  }
}
