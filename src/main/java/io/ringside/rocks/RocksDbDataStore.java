package io.ringside.rocks;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.backup.BackupFolder;
import io.ringside.config.DataConfig;
import io.ringside.message.Failure;
import io.ringside.storage.Backups;
import io.ringside.storage.Batch;
import io.ringside.storage.Broken;
import io.ringside.storage.Change;
import io.ringside.storage.DataStore;
import io.ringside.storage.Mended;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rocksdb.RocksDBException;

/**
 * Keeps one node's bytes on disk. No call blocks: a writer, a reader and a scanner have a thread each, and bring
 * answers back to the node's context. Safe for any number of threads.
 */
public final class RocksDbDataStore implements DataStore {
  /** Reads that may wait before more are refused as overload. */
  private static final int READ_QUEUE_LIMIT = 100_000;
  /** Reads that share one look at the disk. */
  private static final int READ_GROUP_LIMIT = 256;

  private static final String GIVEN_UP = "given up: ";

  private final Database database;
  private final Executor context;
  private final String name;
  private final Writer writer;
  private final Worker<Write<?>> writes;
  private final Worker<Get> gets;
  private final Worker<Query<?>> queries;
  private final Checkpoints checkpoints;
  private final DataDirectory directory;
  private final Mending mending;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final Promise<Void> ended = Promise.promise();
  private final Promise<Broken> broken = Promise.promise();

  private RocksDbDataStore(Database database, DataDirectory directory, DataConfig config, NodeId node, Executor context) {
    this.database = database;
    this.context = context;
    this.name = "ringside-" + node;
    this.writer = new Writer(database, config.durability(), why -> tellBroken(directory, why));
    this.writes = new Worker<Write<?>>(
        name + "-writer", config.writeQueueLimit(), config.groupLimit(), writer.patienceMillis(), context, writer::write)
        .start();
    this.gets = new Worker<Get>(
        name + "-reader", READ_QUEUE_LIMIT, READ_GROUP_LIMIT, Long.MAX_VALUE, context, this::answerGets).start();
    this.queries = new Worker<Query<?>>(
        name + "-scanner", READ_QUEUE_LIMIT, 1, Long.MAX_VALUE, context, this::answerQueries).start();
    this.checkpoints = new Checkpoints(database, config, name + "-backup", context);
    this.directory = directory;
    this.mending = new Mending(directory, config);
  }

  /**
   * Opens the directory, or makes it. Blocks (tens of milliseconds, more after a crash): call it off the event loop. What is damaged
   * in it is mended, which takes as long as to copy it; what was lost by that stands in it as {@link Mended}. Throws
   * {@link CannotOpenStore} if the directory is in use, broken beyond that, or another node's.
   *
   * @param context carries completions to the node: {@code task -> vertxContext.runOnContext(nothing -> task.run())}
   */
  public static RocksDbDataStore open(DataConfig config, String clusterId, NodeId node, Executor context) {
    var directory = new DataDirectory(config.directory(), clusterId, node);
    boolean create = directory.prepare();
    FileChannel lock = directory.lock();
    try {
      return open(directory, create, config, node, context);
    } finally {
      directory.unlock(lock);
    }
  }

  private static RocksDbDataStore open(
      DataDirectory directory, boolean create, DataConfig config, NodeId node, Executor context) {
    var mending = new Mending(directory, config);
    if (!create) {
      mending.settle();
    }
    Database database = openDatabase(directory, mending, config, create);
    try {
      if (create) {
        directory.finish();
      }
      markCopy(directory, database);
      return new RocksDbDataStore(database, directory, config, node, context);
    } catch (RuntimeException thrown) {
      database.close();
      throw thrown;
    }
  }

  /** A backup on which a node is started is the node's own from then on, and says to it that it is old. */
  private static void markCopy(DataDirectory directory, Database database) {
    var folder = new BackupFolder(directory.path());
    if (!folder.isFinished()) {
      return;
    }
    var mark = new SpaceKey(Space.STATE, StoreKeys.COPY);
    try {
      if (database.lookUp(List.of(mark)).get(0).value().isEmpty()) { // A damaged backup that was mended says more than this.
        database.write(List.of(Map.entry(mark, Optional.of(Mended.backup()))));
        database.sync();
      }
      folder.retire();
    } catch (RocksDBException thrown) {
      throw CannotOpenStore.because(directory.path(), thrown);
    } catch (IOException thrown) {
      throw CannotOpenStore.notAllowed(directory.path(), thrown);
    }
  }

  private static Database openDatabase(DataDirectory directory, Mending mending, DataConfig config, boolean create) {
    Optional<String> damage = create ? Optional.empty() : directory.damage();
    try {
      Database opened = Database.open(directory.database(), config, create);
      if (damage.isEmpty()) {
        return opened;
      }
      opened.close(); // Nobody else has it, and its log is in its tables.
      mendOrKeep(directory, mending, damage.get());
    } catch (RocksDBException thrown) {
      CannotOpenStore why = CannotOpenStore.because(directory.path(), thrown);
      if (create || !Lookup.isLoss(thrown) || CannotOpenStore.isFileMissing(thrown)) {
        throw why;
      }
      mending.mend(damage.orElse(thrown.getMessage()));
    }
    try {
      return Database.open(directory.database(), config, false);
    } catch (RocksDBException thrown) {
      throw CannotOpenStore.because(directory.path(), thrown);
    }
  }

  /** One that was given up can be opened as it is: better than not at all. It is not given up again. */
  private static void mendOrKeep(DataDirectory directory, Mending mending, String damage) {
    try {
      mending.mend(damage);
    } catch (CannotOpenStore refused) {
      if (!damage.startsWith(GIVEN_UP)) {
        throw refused;
      }
      try {
        directory.keepDamaged(refused.getMessage());
      } catch (IOException thrown) {
        throw CannotOpenStore.notAllowed(directory.path(), thrown);
      }
    }
  }

  /** The next one who opens the directory mends it. For whoever could not start on what is in it; blocks. */
  public static void markDamaged(DataConfig config, String clusterId, NodeId node, String reason) throws IOException {
    new DataDirectory(config.directory(), clusterId, node).markDamaged(reason);
  }

  /** What stands against mending what is damaged in this directory by opening it again; empty if nothing does. Blocks. */
  public static Optional<String> obstacleToMending(DataConfig config, String clusterId, NodeId node) {
    return new Mending(new DataDirectory(config.directory(), clusterId, node), config).obstacle();
  }

  @Override
  public Future<Optional<Bytes>> get(Space space, Bytes key) {
    return getAll(space, List.of(key)).map(values -> values.get(0));
  }

  @Override
  public Future<List<Optional<Bytes>>> getAll(Space space, List<Bytes> keys) {
    var get = new Get(keys.stream().map(key -> new SpaceKey(space, key)).toList());
    gets.submit(get);
    return get.future();
  }

  @Override
  public <R> Future<R> update(Space space, Bytes key, Change<R> change) {
    return submit(Write.update(new SpaceKey(space, key), change));
  }

  @Override
  public Future<Void> commit(Batch batch) {
    return submit(Write.commit(batch));
  }

  @Override
  public Future<Void> clear(Space space) {
    return submit(Write.clear(space));
  }

  @Override
  public Future<Page> scan(Space space, Bytes prefix, Bytes after, int limit) {
    return query(open -> open.scan(space, prefix, after, limit));
  }

  @Override
  public Future<Broken> broken() {
    return broken.future();
  }

  @Override
  public Future<Optional<String>> giveUp(String reason) {
    return query(open -> mending.obstacle().or(directory::kept)).compose(obstacle -> {
      if (obstacle.isPresent()) {
        return Future.succeededFuture(obstacle);
      }
      writer.giveUp(GIVEN_UP + reason);
      return commit(Batch.EMPTY).transform(refused -> Future.succeededFuture(Optional.empty()));
    });
  }

  /** The mark comes first: whoever is told may open the directory again. */
  private void tellBroken(DataDirectory directory, Broken why) {
    Broken told = why;
    if (why.damaged()) {
      try {
        directory.markDamaged(why.reason());
      } catch (IOException thrown) {
        told = new Broken(why.reason() + "; and the directory could not be marked as damaged: " + thrown, false);
      }
    }
    Broken last = told;
    try {
      context.execute(() -> broken.complete(last));
    } catch (RejectedExecutionException contextIsGone) {
      broken.complete(last);
    }
  }

  @Override
  public Backups backups() {
    return checkpoints;
  }

  /** Completes with what the store has done since it was opened. */
  public Future<RocksDbStats> stats() {
    return query(Database::stats);
  }

  /** Completes when all that was asked before is done, on disk and closed. Closing again completes with the first. */
  @Override
  public Future<Void> close() {
    return end("close", () -> {
      writes.finish();
      gets.finish();
      queries.finish();
      writer.finish();
    });
  }

  /**
   * Ends the store as if its process had died: what waits is failed and never written, and nothing is flushed.
   * Completes when the directory can be opened again. For demonstrations and tests of a crash.
   */
  public Future<Void> abandon() {
    return end("abandon", () -> {
      writes.abandon();
      gets.abandon();
      queries.abandon();
    });
  }

  /** From the next write on none succeeds, as on a disk without room, until the store is opened again. For demonstrations too. */
  public void fill() {
    writer.fill();
  }

  private interface Ending {
    void run() throws RocksDBException;
  }

  private Future<Void> end(String how, Ending ending) {
    if (this.ending.compareAndSet(false, true)) {
      new Thread(() -> {
        Future<Void> outcome = Future.succeededFuture();
        checkpoints.stop();
        try {
          ending.run();
        } catch (RocksDBException thrown) {
          outcome = Future.failedFuture(
              new Failure.Unavailable("the last writes could not be flushed: " + thrown.getMessage()));
        } finally {
          database.close();
        }
        tellEnded(outcome);
      }, name + "-" + how).start();
    }
    return ended.future();
  }

  private void tellEnded(Future<Void> outcome) {
    try {
      context.execute(() -> ended.handle(outcome));
    } catch (RejectedExecutionException contextIsGone) {
      ended.handle(outcome);
    }
  }

  private <R> Future<R> submit(Write<R> write) {
    writes.submit(write);
    return write.future();
  }

  private <R> Future<R> query(Query.Question<R> question) {
    var query = new Query<>(question);
    queries.submit(query);
    return query.future();
  }

  private void answerGets(List<Get> group) {
    if (!group.isEmpty()) {
      Get.answerAll(database, group);
    }
  }

  private void answerQueries(List<Query<?>> group) {
    group.forEach(query -> query.answerFrom(database));
  }
}
