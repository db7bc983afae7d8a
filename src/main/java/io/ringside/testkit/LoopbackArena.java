package io.ringside.testkit;

import io.ringside.NodeId;
import io.ringside.env.Scheduler;
import io.ringside.event.Events;
import io.ringside.event.LoggedEvent;
import io.ringside.event.WorldEvent;
import io.ringside.scenario.ClusterShape;
import io.ringside.scenario.LiveWorld;
import io.ringside.scenario.World;
import io.ringside.sim.Tape;
import io.ringside.vertx.LocalCluster;
import io.ringside.vertx.VertxScheduler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Real nodes in a Vert.x and a temporary directory of their own, which end with it. Safe for any number of threads. */
final class LoopbackArena implements Arena {
  private static final long START_LIMIT_MILLIS = 60_000;
  private static final long STOP_LIMIT_MILLIS = 60_000;

  /** A test's nodes need not be fast, and several tests may run at once. */
  private static final int EVENT_LOOPS = 2;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS));
  private final Context context = vertx.getOrCreateContext();
  private final Path directory;
  private final Scheduler scheduler = new VertxScheduler(vertx, context, Events.NONE);
  private final SortedMap<NodeId, Long> starts = new TreeMap<>();
  private final Tape tape;
  private final Future<LocalCluster> cluster;
  private final World world;

  /** @param tape is told on the context where all work is done, as all others are */
  LoopbackArena(ClusterShape shape, Tape tape) {
    this.tape = tape;
    this.directory = temporaryDirectory();
    this.cluster = LocalCluster.start(vertx, shape.nodes(), directory, shape.allSettings(),
        logged -> context.runOnContext(here -> said(logged)));
    try {
      waitFor(cluster, START_LIMIT_MILLIS);
      if (!cluster.succeeded()) {
        throw new IllegalStateException("The nodes do not start within " + START_LIMIT_MILLIS + " ms", cluster.cause());
      }
      LocalCluster started = cluster.result();
      var anyNode = started.node(started.members().first()).orElseThrow();
      this.world = new LiveWorld(started, anyNode.ring(), scheduler);
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** Nobody says that a real process begins: the first that it says does. */
  private void said(LoggedEvent logged) {
    long nowMicros = scheduler.nowMicros();
    if (logged.start() > starts.getOrDefault(logged.node(), 0L)) {
      starts.put(logged.node(), logged.start());
      tape.happened(nowMicros, new WorldEvent.NodeStarted(logged.node(), logged.start()));
    }
    tape.said(nowMicros, logged);
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("ringside-test-");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public World world() {
    return world;
  }

  @Override
  public <T> Future<T> run(Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(here -> Future.succeededFuture().compose(now -> work.get()).onComplete(done));
    return done.future();
  }

  @Override
  public void waitFor(Future<?> future, long limitMillis) {
    if (Context.isOnEventLoopThread()) {
      throw new IllegalStateException("A test waits in its own thread: here, on an event loop, compose futures instead");
    }
    var complete = new CountDownLatch(1);
    future.onComplete(done -> complete.countDown());
    await(complete, limitMillis);
  }

  @Override
  public void runFor(long millis) {
    waitFor(Promise.promise().future(), millis);
  }

  /** Recorded behind all that the node has said. */
  @Override
  public Future<Void> crash(NodeId node) {
    if (!world.isUp(node)) {
      return Future.succeededFuture();
    }
    return world.crash(node).compose(gone -> run(() -> {
      tape.happened(scheduler.nowMicros(), new WorldEvent.NodeEnded(node, WorldEvent.NodeEnded.How.CRASH));
      return Future.succeededFuture();
    }));
  }

  private static void await(CountDownLatch latch, long limitMillis) {
    try {
      latch.await(limitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The test was stopped while it waited", stopped);
    }
  }

  @Override
  public Optional<String> traceHash() {
    return Optional.empty();
  }

  @Override
  public Optional<String> stateHash() {
    return Optional.empty();
  }

  @Override
  public void close() {
    waitFor(cluster.compose(LocalCluster::stop).eventually(vertx::close), STOP_LIMIT_MILLIS);
    deleteDirectory();
  }

  private void deleteDirectory() {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
