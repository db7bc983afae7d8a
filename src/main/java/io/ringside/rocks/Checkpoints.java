package io.ringside.rocks;

import io.ringside.backup.BackupFolder;
import io.ringside.config.DataConfig;
import io.ringside.message.BackupReport;
import io.ringside.message.BackupReport.State;
import io.ringside.message.Failure;
import io.ringside.storage.BackupLabel;
import io.ringside.storage.Backups;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.rocksdb.RocksDBException;

/**
 * Makes backups of one open database, one at a time, on a thread of its own: RocksDB's checkpoint, the marker that says whose it
 * is, and the checksums of all that. Safe for any number of threads.
 */
final class Checkpoints implements Backups {
  /*
   * A backup lies in NAME/NODE, so that nodes which share a directory do not meet, and those of all nodes can be carried to one
   * place. RocksDB writes its memtables out and links its tables, which never change; what came in meanwhile is in the log, which
   * is copied. So a checkpoint takes milliseconds and hardly any space; what takes time is reading it all for the checksums.
   */
  private final Database database;
  private final DataConfig config;
  private final String threadName;
  private final Executor context;
  private BackupReport report = BackupReport.NONE;
  private Thread thread;
  private volatile boolean stopped;

  Checkpoints(Database database, DataConfig config, String threadName, Executor context) {
    this.database = database;
    this.config = config;
    this.threadName = threadName;
    this.context = context;
  }

  @Override
  public synchronized BackupReport report() {
    return report;
  }

  private synchronized void tell(BackupReport now) {
    report = now;
  }

  @Override
  public synchronized Future<BackupReport> begin(BackupLabel label) {
    if (stopped) {
      return Future.failedFuture(new Failure.Unavailable("the store is closed"));
    }
    if (report.state() == State.RUNNING) {
      return Future.succeededFuture(report.name().orElseThrow().equals(label.name()) ? report
          : BackupReport.failed(label.name(), "the backup " + report.name().orElseThrow() + " is being made; wait for its end"));
    }
    Path home = config.directory().toAbsolutePath().normalize().resolve(config.backupDirectory());
    Path place = home.resolve(label.name().text()).resolve(label.node().name());
    BackupReport before = report;
    report = BackupReport.running(label.name(), place.toString(), label.takenMillis());
    Promise<BackupReport> begun = Promise.promise();
    thread = new Thread(() -> make(label, home, place, before, begun), threadName);
    thread.setDaemon(true);
    thread.start();
    return begun.future();
  }

  /** A backup that was refused leaves the report as it was: that of the one before. */
  private void make(BackupLabel label, Path home, Path place, BackupReport before, Promise<BackupReport> begun) {
    try {
      claim(home, place);
    } catch (IOException | IllegalStateException refused) {
      tell(before);
      answer(begun, BackupReport.failed(label.name(), reason(refused)));
      return;
    }
    answer(begun, report());
    try {
      fill(label, place);
    } catch (RocksDBException | IOException | RuntimeException thrown) { // Whatever it is, nobody may wait for ever.
      tell(BackupReport.failed(label.name(), reason(thrown) + remove(place)));
    }
  }

  /** Makes the place, which nobody had. */
  private void claim(Path home, Path place) throws IOException {
    if (Files.exists(place)) {
      throw new IllegalStateException(place + (new BackupFolder(place).isFinished()
          ? " is a backup already: choose another name, or move it away"
          : " is what is left of a backup that was not finished: remove it, or choose another name"));
    }
    if (count(home, place.getFileName().toString()) >= config.backupLimit()) {
      throw new IllegalStateException("there are " + config.backupLimit() + " backups in " + home
          + ", as many as data.backupLimit allows: move some away");
    }
    Files.createDirectories(place.getParent());
    Files.createDirectory(place);
  }

  private static long count(Path home, String node) throws IOException {
    if (!Files.isDirectory(home)) {
      return 0;
    }
    try (Stream<Path> names = Files.list(home)) {
      return names.filter(name -> Files.exists(name.resolve(node))).count();
    }
  }

  private void fill(BackupLabel label, Path place) throws RocksDBException, IOException {
    var copy = new DataDirectory(place, label.cluster(), label.node());
    database.checkpoint(copy.database());
    copy.claim();
    var folder = new BackupFolder(place);
    List<Path> files = folder.files();
    long total = 0;
    for (Path file : files) {
      total += Files.size(file);
    }
    BackupReport begun = report().with(State.RUNNING, files.size(), total, 0);
    tell(begun);
    folder.finish(label, this::advance);
    tell(report().with(State.DONE, files.size(), total, total));
  }

  private void advance(long bytes) {
    if (stopped) {
      throw new CancellationException("the node stops");
    }
    BackupReport now = report();
    tell(now.with(State.RUNNING, now.files(), now.sizeBytes(), now.checkedBytes() + bytes));
  }

  private void answer(Promise<BackupReport> begun, BackupReport answer) {
    try {
      context.execute(() -> begun.complete(answer));
    } catch (RejectedExecutionException contextIsGone) {
      begun.complete(answer);
    }
  }

  private static String reason(Exception thrown) {
    if (thrown instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is there already";
    }
    return thrown instanceof IOException ? thrown.toString() : String.valueOf(thrown.getMessage());
  }

  /** What was begun is of no use; says so if it stays. */
  private static String remove(Path place) {
    try (Stream<Path> found = Files.walk(place)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
      return "";
    } catch (IOException thrown) {
      return "; and " + place + " could not be removed (" + thrown + ")";
    }
  }

  /** Ends the backup that is being made, if any, and allows no more; returns when the database is left alone. */
  void stop() {
    Thread last;
    synchronized (this) {
      stopped = true;
      last = thread;
    }
    boolean interrupted = false;
    while (last != null && last.isAlive()) {
      try {
        last.join();
      } catch (InterruptedException thrown) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
