package io.ringside.rocks;

import io.ringside.config.DataConfig.Durability;
import io.ringside.message.Failure;
import io.ringside.storage.Broken;
import io.ringside.storage.Space;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;

/**
 * Turns a group of writes into one batch with one flush. Belongs to the writer's thread, but for {@link #fill} and
 * {@link #giveUp}.
 */
final class Writer {
  /**
   * Under {@code async} the log is flushed this long after a write, or at most twice that: "the last second" of the
   * promise.
   */
  static final long SYNC_PERIOD_MILLIS = 500;

  private final Database database;
  private final Durability durability;
  private final Consumer<Broken> whenBroken;
  private volatile boolean full;
  private volatile Broken givenUp;
  private boolean unsynced;
  private long unsyncedSinceNanos;
  private Failure broken;

  /** @param whenBroken is told, on the writer's thread, when it takes no more writes */
  Writer(Database database, Durability durability, Consumer<Broken> whenBroken) {
    this.database = database;
    this.durability = durability;
    this.whenBroken = whenBroken;
  }

  /** How long the writer waits for work before it looks whether a flush is due. */
  long patienceMillis() {
    return durability == Durability.SYNC ? Long.MAX_VALUE : SYNC_PERIOD_MILLIS;
  }

  void write(List<Write<?>> group) {
    if (broken == null && givenUp != null) {
      endFor(givenUp);
    }
    if (broken != null) {
      group.forEach(write -> write.fail(broken));
      return;
    }
    try {
      inOrder(group);
      if (isSyncDue()) {
        sync();
      }
    } catch (RocksDBException thrown) {
      breakBecause(new Broken(thrown.getMessage(), Lookup.isLoss(thrown)));
      group.forEach(write -> write.fail(broken));
    }
  }

  /** The next write, and all after it, are not taken: what is on the disk has to be mended first. */
  void giveUp(String reason) {
    givenUp = new Broken(reason, true);
  }

  /** The next write that reaches the disk finds no room. */
  void fill() {
    full = true;
  }

  private void endFor(Broken why) {
    try {
      finish();
      breakBecause(why);
    } catch (RocksDBException thrown) {
      breakBecause(new Broken(why.reason() + "; and the last writes could not be flushed: " + thrown.getMessage(), true));
    }
  }

  /** Carries what {@code async} left behind to the disk; called when no more writes can come. */
  void finish() throws RocksDBException {
    if (broken == null && unsynced) {
      sync();
    }
  }

  private void inOrder(List<Write<?>> group) throws RocksDBException {
    int from = 0;
    for (int i = 0; i < group.size(); i++) {
      Write<?> write = group.get(i);
      if (write.cleared().isPresent()) {
        commit(group.subList(from, i));
        database.clear(write.cleared().get());
        write.succeed(null);
        from = i + 1;
      }
    }
    commit(group.subList(from, group.size()));
  }

  private void commit(List<Write<?>> group) throws RocksDBException {
    if (group.isEmpty()) {
      return;
    }
    var view = new GroupView(database, group);
    group.forEach(write -> write.applyTo(view));
    if (view.edits().isEmpty()) {
      return;
    }
    if (full) {
      throw new RocksDBException("No space left on device");
    }
    database.write(view.edits());
    if (durability == Durability.ASYNC && isOfTheNode(view)) {
      sync();
    } else if (durability == Durability.ASYNC && !unsynced) {
      unsynced = true;
      unsyncedSinceNanos = System.nanoTime();
    }
  }

  /** A start or an era that a power cut took back would make the node look like one whose disk was replaced. */
  private static boolean isOfTheNode(GroupView view) {
    return view.edits().stream().anyMatch(edit -> edit.getKey().space() == Space.STATE);
  }

  private boolean isSyncDue() {
    return unsynced && System.nanoTime() - unsyncedSinceNanos >= TimeUnit.MILLISECONDS.toNanos(SYNC_PERIOD_MILLIS);
  }

  private void sync() throws RocksDBException {
    database.sync();
    unsynced = false;
  }

  /*
   * After a failed write or flush nobody knows what is on the disk: Linux drops the dirty pages of a failed fsync, and
   * the next one succeeds without them. So nothing is written again before a restart has read back what is there; reads
   * go on.
   */
  private void breakBecause(Broken why) {
    broken = new Failure.Unavailable(
        "the store takes no more writes until it is restarted, since the disk failed: " + why.reason());
    whenBroken.accept(why);
  }
}
