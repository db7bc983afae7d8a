package io.ringside.testkit;

import io.ringside.event.Events;
import io.ringside.event.LoggedEvent;
import io.ringside.scenario.ClusterShape;
import io.ringside.scenario.LiveWorld;
import io.ringside.scenario.World;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
  private final Future<LocalCluster> cluster;
  private final World world;

  /** @param watcher is told on the context where all work is done, as all others are */
  LoopbackArena(ClusterShape shape, Consumer<LoggedEvent> watcher) {
    this.directory = temporaryDirectory();
    this.cluster = LocalCluster.start(vertx, shape.nodes(), directory, shape.allSettings().toArray(String[]::new));
    try {
      waitFor(cluster, START_LIMIT_MILLIS);
      if (!cluster.succeeded()) {
        throw new IllegalStateException("The nodes do not start within " + START_LIMIT_MILLIS + " ms", cluster.cause());
      }
      LocalCluster started = cluster.result();
      started.watch(logged -> context.runOnContext(here -> watcher.accept(logged)));
      var anyNode = started.node(started.members().first()).orElseThrow();
      this.world = new LiveWorld(started, anyNode.ring(), new VertxScheduler(vertx, context, Events.NONE));
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
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
