package io.ringside.repair;

import io.ringside.Bytes;
import io.ringside.env.Background;
import io.ringside.env.Scheduler;
import io.ringside.merkle.TreeId;
import io.ringside.storage.DataStore;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A scrub's walk along the digests, tree by tree: can the record that each names be read, and does each leaf hold what they add up
 * to? Not safe for more than one thread.
 */
final class DigestWalk {
  private static final int PAGE = 100;

  private final Forest forest;
  private final DigestCheck check;
  private final DataStore store;
  private final Scheduler scheduler;
  private final Background background;
  private final Consumer<DigestCheck.Found> found;
  private int treesDone;
  private Iterator<TreeId> left;
  private TreeId tree;
  private TreeSums sums;
  private Bytes after;

  /** @param found is told of each page what was found on it, and of each tree what was set right */
  DigestWalk(Forest forest, DigestCheck check, DataStore store, Scheduler scheduler, Background background,
      Consumer<DigestCheck.Found> found) {
    this.forest = forest;
    this.check = check;
    this.store = store;
    this.scheduler = scheduler;
    this.background = background;
    this.found = found;
  }

  /** @param last the last tree that need not be looked at any more; none: all are looked at */
  void begin(Optional<TreeId> last) {
    SortedSet<TreeId> trees = new TreeSet<>(forest.trees());
    last.ifPresent(done -> trees.removeIf(each -> each.compareTo(done) <= 0));
    treesDone = forest.trees().size() - trees.size();
    left = trees.iterator();
  }

  /** A tree that was begun and not ended is begun again. */
  void giveUp() {
    if (tree != null) {
      sums.giveUp();
      tree = null;
    }
  }

  boolean isDone() {
    return tree == null && !left.hasNext();
  }

  int treesDone() {
    return treesDone;
  }

  /** One page. Completes with the tree that ended with it, if one did. */
  Future<Optional<TreeId>> step() {
    if (tree == null) {
      tree = left.next();
      sums = new TreeSums(forest, store, scheduler, background, tree);
      after = Bytes.EMPTY;
    }
    return store.scan(Space.MERKLE, StoreKeys.merklePrefix(tree), after, PAGE).map(Portions::firstOf).compose(page -> {
      sums.add(page);
      return check.checkDigests(page.entries()).compose(onPage -> {
        found.accept(onPage);
        if (page.more()) {
          after = page.lastKey();
          return Future.succeededFuture(Optional.empty());
        }
        return sums.settle().map(this::ended);
      });
    });
  }

  private Optional<TreeId> ended(int corrected) {
    found.accept(new DigestCheck.Found(0, corrected, 0));
    treesDone++;
    TreeId ended = tree;
    tree = null;
    return Optional.of(ended);
  }
}
