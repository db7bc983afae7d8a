package io.ringside.bench;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.event.Event;
import io.ringside.version.Content;
import io.ringside.vertx.LocalCluster;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Measures what repair costs clients: the same load while a node that lost its disk is filled again, and while it is not. */
public final class RepairLoad {
  /*
   * A directory is prepared once, with records that nobody touches afterwards. Each slice starts three nodes on a copy of it, the
   * last one without its data, and measures a load on other keys. With repair, trees bring that node what it has lost meanwhile;
   * without, nothing does. Slices take turns, off on on off, so that whatever else the machine does hits both.
   */
  private static final int NODES = 3;
  private static final int FILL_CLIENTS = 64;
  private static final int FILL_VALUE_BYTES = 100;
  private static final int TRIES = 10;
  private static final long TICK_MILLIS = 1000;
  private static final String NO_TREES = "repair.periodMillis=3600000";
  private static final String NO_READ_REPAIR = "repair.readBudgetPercent=0";

  private final Vertx vertx;
  private final Path directory;
  private final int count;
  private final Workload workload;
  private final List<String> settings;
  private final Consumer<String> progress;
  private final List<Slice> slices = new ArrayList<>();

  private RepairLoad(
      Vertx vertx, Path directory, int count, Workload workload, List<String> settings, Consumer<String> progress) {
    this.vertx = vertx;
    this.directory = directory;
    this.count = count;
    this.workload = workload;
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * One slice.
   *
   * @param repairing whether trees were at work
   * @param repaired records that they brought to the node that had lost them, from its start to the end of the slice
   */
  public record Slice(boolean repairing, long repaired, Measured measured) {
    /** Reads and updates together. */
    public Histogram times() {
      var both = new Histogram(measured.reads());
      both.add(measured.reads());
      both.add(measured.updates());
      return both;
    }
  }

  /** Completes with all slices in the order in which they were measured: twice as many as rounds. */
  public static Future<List<Slice>> run(
      Vertx vertx, Path directory, int count, int rounds, Workload workload, List<String> settings, Consumer<String> progress) {
    var load = new RepairLoad(vertx, directory, count, workload, settings, progress);
    Future<?> done = load.prepare();
    for (int round = 0; round < rounds; round++) {
      boolean first = round % 2 == 1;
      done = done.compose(before -> load.measure(first)).compose(before -> load.measure(!first));
    }
    return done.map(all -> List.copyOf(load.slices));
  }

  private Path prepared() {
    return directory.resolve("prepared");
  }

  private Future<LocalCluster> start(Path where, Stream<String> more) {
    return LocalCluster.start(
        vertx, NODES, where, Stream.concat(Stream.concat(Stream.of("http.port=0"), more), settings.stream()).toArray(String[]::new));
  }

  private Future<Void> prepare() {
    var next = new AtomicInteger();
    return start(prepared(), Stream.of(NO_TREES)).compose(cluster -> {
      long ticks = vertx.setPeriodic(TICK_MILLIS, tick -> progress.accept(Math.min(count, next.get()) + " written"));
      var writers = new ArrayList<Future<Void>>();
      for (int i = 0; i < FILL_CLIENTS; i++) {
        writers.add(fill(cluster.client(), next));
      }
      return Future.all(writers).eventually(() -> {
        vertx.cancelTimer(ticks);
        return cluster.stop();
      });
    }).mapEmpty();
  }

  /** Completes when no record is left to be written. */
  private Future<Void> fill(Client client, AtomicInteger next) {
    Promise<Void> all = Promise.promise();
    fillNext(client, next, all);
    return all.future();
  }

  private void fillNext(Client client, AtomicInteger next, Promise<Void> all) {
    int number = next.getAndIncrement();
    if (number >= count) {
      all.complete();
      return;
    }
    fill(client, number, TRIES).onComplete(written -> {
      if (written.succeeded()) {
        fillNext(client, next, all);
      } else {
        all.tryFail(written.cause());
      }
    });
  }

  private Future<?> fill(Client client, int number, int tries) {
    byte[] value = new byte[FILL_VALUE_BYTES];
    new Random(number).nextBytes(value);
    return client.put(new Key("stock", "record-" + number), new Content(Content.OCTETS, Bytes.wrap(value)))
        .recover(failure -> tries > 1 ? fill(client, number, tries - 1).mapEmpty() : Future.failedFuture(failure));
  }

  private Future<Void> measure(boolean repairing) {
    Path where = directory.resolve("slice-" + slices.size());
    progress.accept("repair " + (repairing ? "on" : "off"));
    var repaired = new AtomicLong();
    return copyAllButTheLast(where)
        .compose(copied -> start(where, repairing ? Stream.of() : Stream.of(NO_TREES, NO_READ_REPAIR)))
        .compose(cluster -> {
          NodeId lost = cluster.members().last();
          cluster.watch(logged -> {
            if (logged.event() instanceof Event.TreeRepaired repair && repair.target().equals(lost)) {
              repaired.incrementAndGet();
            }
          });
          List<Client> clients = cluster.members().stream().flatMap(node -> cluster.node(node).stream())
              .<Client>map(node -> node.client()).toList();
          return Bench.run(vertx, clients, workload, second -> { }).map(measured -> {
            slices.add(new Slice(repairing, repaired.get(), measured));
            return measured;
          }).eventually(cluster::stop);
        })
        .compose(measured -> vertx.fileSystem().deleteRecursive(where.toString()));
  }

  private Future<Void> copyAllButTheLast(Path where) {
    Future<Void> copied = vertx.fileSystem().mkdirs(where.toString());
    for (int i = 1; i < NODES; i++) {
      String name = "n" + i;
      copied = copied.compose(before -> vertx.fileSystem()
          .copyRecursive(prepared().resolve(name).toString(), where.resolve(name).toString(), true));
    }
    return copied;
  }
}
