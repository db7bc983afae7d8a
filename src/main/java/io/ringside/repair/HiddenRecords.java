package io.ringside.repair;

import io.ringside.Bytes;
import io.ringside.env.Background;
import io.ringside.message.Failure;
import io.ringside.storage.Batch;
import io.ringside.storage.DataStore;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * The records that a broken block may hide from a scrub. Such a block has to be passed over, and whatever lies in its reach, can it
 * be read or not, is named by digests only: if those are being made anew, it is known to nobody. Not safe for more than one thread.
 */
final class HiddenRecords {
  /*
   * So the store is given up, and mended, which leaves no such block. Where nobody else has what would be lost, or the store cannot be
   * mended, it is noted that something may be hidden, until all records could be gone along.
   */
  private static final int PAGE = 1000;

  private final Forest forest;
  private final DataStore store;
  private final Background background;
  private boolean passedOver;
  private boolean sawAll;
  private boolean mayBe;
  private boolean lookedFor;
  private Bytes lookedTo = Bytes.EMPTY;

  HiddenRecords(Forest forest, DataStore store, Background background) {
    this.forest = forest;
    this.store = store;
    this.background = background;
  }

  /** What an earlier start has noted. */
  void noted(boolean hidden) {
    mayBe = hidden;
  }

  boolean mayBe() {
    return mayBe;
  }

  void beginPass() {
    passedOver = false;
    sawAll = true;
  }

  /** The pass along the records had to pass over a block. */
  void passedOver() {
    passedOver = true;
  }

  /**
   * The pass along the records has ended. Completes with whether the scrub goes on: digests were made for all records, and a block
   * that hides some of them from that ends the store.
   */
  Future<Boolean> allPassed() {
    if (passedOver && forest.isInDoubt()) {
      return giveUp();
    }
    if (!mayBe || passedOver || !sawAll) {
      return Future.succeededFuture(true);
    }
    return store.commit(Batch.delete(Space.STATE, StoreKeys.HIDES)).map(gone -> {
      mayBe = false;
      return true;
    });
  }

  /** Whether {@link #look} has come to its end since {@link #lookAnew}. */
  boolean isLookedFor() {
    return lookedFor;
  }

  void lookAnew() {
    lookedFor = false;
    lookedTo = Bytes.EMPTY;
  }

  /** Whether records can be read from the first to the last, a page at a time. Completes with whether the scrub goes on. */
  Future<Boolean> look() {
    return store.scan(Space.DATA, Bytes.EMPTY, lookedTo, PAGE).map(page -> {
      lookedFor = !page.more();
      lookedTo = page.more() ? page.lastKey() : Bytes.EMPTY;
      return true;
    }).recover(failure -> {
      lookedFor = failure instanceof Failure.Unreadable;
      return lookedFor ? giveUp() : Future.failedFuture(failure);
    });
  }

  /** Completes with true if the store is not mended, and hides what it hides. */
  private Future<Boolean> giveUp() {
    passedOver = false;
    sawAll = false;
    Future<Optional<String>> givenUp = forest.isShared()
        ? store.giveUp("digests had to be made anew, and a block that cannot be read hides records from that")
        : Future.succeededFuture(Optional.of("nobody else has what would be lost by that"));
    return givenUp.compose(obstacle -> obstacle.isEmpty() ? Future.succeededFuture(false) : note(obstacle.get()).map(true));
  }

  private Future<Void> note(String obstacle) {
    background.run("mend the store", Future.failedFuture(new Failure.Unavailable(obstacle)));
    mayBe = true;
    return store.commit(Batch.put(Space.STATE, StoreKeys.HIDES, Bytes.utf8(obstacle)));
  }
}
