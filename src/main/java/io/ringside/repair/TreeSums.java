package io.ringside.repair;

import io.ringside.Bytes;
import io.ringside.env.Background;
import io.ringside.env.Scheduler;
import io.ringside.merkle.MerkleTree;
import io.ringside.merkle.TreeId;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** Adds up the leaves of one tree anew from the digests on disk, while writes go on, and corrects the tree. Used once. */
final class TreeSums {
  /*
   * A leaf in which something was under way during the scan of the whole tree is scanned again by itself, which takes a moment
   * only. One in which something is always under way keeps the sum that it had until the next pass: if that is wrong, two owners
   * look for a difference and find none, which costs time and hides nothing.
   */
  private static final int TRIES = 10;
  private static final long BETWEEN_TRIES_MILLIS = 20;
  private static final int LEAF_PAGE = 1000;

  private final Forest forest;
  private final DataStore store;
  private final Scheduler scheduler;
  private final Background background;
  private final TreeId tree;
  private final LeavesUnderWay.Watch watch;
  private final long[] sums = new long[MerkleTree.LEAVES];
  private int corrected;

  /** From now until {@link #settle} the tree's digests are to be given to {@link #add}, in whatever order. */
  TreeSums(Forest forest, DataStore store, Scheduler scheduler, Background background, TreeId tree) {
    this.forest = forest;
    this.store = store;
    this.scheduler = scheduler;
    this.background = background;
    this.tree = tree;
    this.watch = forest.watch(tree);
  }

  void add(Page page) {
    page.entries().forEach(digest -> sums[StoreKeys.merkleLeafOf(digest.key())] += Forest.digestIn(digest.value()));
  }

  /** No digest is to come: nobody was able to read them all. */
  void giveUp() {
    watch.end();
  }

  /** Completes with how many leaves had to be corrected. */
  Future<Integer> settle() {
    watch.end();
    int atOnce = (int) IntStream.range(0, MerkleTree.LEAVES)
        .filter(leaf -> !watch.isTouched(leaf) && forest.correct(tree, leaf, sums[leaf])).count();
    List<Integer> touched = IntStream.range(0, MerkleTree.LEAVES).filter(watch::isTouched).boxed().toList();
    return again(touched.iterator(), atOnce);
  }

  private Future<Integer> again(Iterator<Integer> leaves, int correctedBefore) {
    corrected = correctedBefore;
    return new Walk(scheduler, background, 100).along(() -> leaves.hasNext()
        ? again(leaves.next(), TRIES).map(more -> {
          corrected += more;
          return true;
        })
        : Future.succeededFuture(false)).map(done -> corrected);
  }

  private Future<Integer> again(int leaf, int triesLeft) {
    LeavesUnderWay.Watch during = forest.watch(tree);
    return sumOf(leaf, Bytes.EMPTY, 0)
        .eventually(() -> {
          during.end();
          return Future.succeededFuture();
        })
        .compose(sum -> {
          if (!during.isTouched(leaf)) {
            return Future.succeededFuture(forest.correct(tree, leaf, sum) ? 1 : 0);
          }
          return triesLeft > 1 ? pause().compose(over -> again(leaf, triesLeft - 1)) : Future.succeededFuture(0);
        });
  }

  private Future<Long> sumOf(int leaf, Bytes after, long before) {
    return store.scan(Space.MERKLE, StoreKeys.merkleLeafStart(tree, leaf), after, LEAF_PAGE).compose(page -> {
      long sum = before + page.entries().stream().mapToLong(digest -> Forest.digestIn(digest.value())).sum();
      return page.more()
          ? sumOf(leaf, page.lastKey(), sum)
          : Future.succeededFuture(sum);
    });
  }

  private Future<Void> pause() {
    Promise<Void> over = Promise.promise();
    scheduler.after(BETWEEN_TRIES_MILLIS, over::complete);
    return over.future();
  }
}
