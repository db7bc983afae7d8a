package io.ringside.cli;

import io.ringside.MalformedBytes;
import io.ringside.config.NodeConfig;
import io.ringside.http.Backend;
import io.ringside.http.HttpVerticle;
import io.ringside.message.Failure;
import io.ringside.metrics.Metrics;
import io.ringside.rocks.CannotOpenStore;
import io.ringside.vertx.ClusteredVertx;
import io.ringside.vertx.NameInUse;
import io.ringside.vertx.RingsideNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member as a whole process: its Vert.x, its node, its HTTP port. Its methods block: call them off every event loop.
 * To be closed.
 */
final class Member implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Member.class);
  private static final long STOP_SECONDS = 10;
  private static final int MAX_CAUSES = 16;

  private final NodeConfig config;
  private volatile Vertx vertx;
  private volatile RingsideNode node;
  private volatile HttpVerticle face;
  private volatile String faceDeployment;
  private volatile Future<Void> mending = Future.succeededFuture();
  private final CompletableFuture<Void> broken = new CompletableFuture<>();

  Member(NodeConfig config) {
    this.config = config;
  }

  /** Returns when the node serves; throws a {@link CommandFailure} that says why it cannot, and leaves nothing running. */
  void start() {
    try {
      open().compose(opened -> serve()).compose(serving -> listen()).await();
    } catch (RuntimeException failed) {
      close();
      throw explain(failed);
    }
  }

  /** Without a roster there is nobody to find, and nothing to find them with. */
  private Future<Vertx> open() {
    Future<Vertx> opened = config.cluster().members().isEmpty()
        ? Future.succeededFuture(Vertx.vertx())
        : ClusteredVertx.start(config);
    return opened.map(made -> vertx = made);
  }

  private Future<RingsideNode> serve() {
    return RingsideNode.start(vertx, config).map(started -> {
      node = started;
      started.mendable().onSuccess(damaged -> mend());
      return started;
    });
  }

  /** As another start of the process would, but that nobody has to start it. */
  private void mend() {
    if (vertx == null) {
      return;
    }
    LOG.warn("{} starts again, to mend its store", config.self());
    Future<?> silent = faceDeployment == null ? Future.succeededFuture() : vertx.undeploy(faceDeployment);
    mending = silent.eventually(() -> node.kill()).compose(gone -> serve()).compose(serving -> listen())
        .onSuccess(listening -> LOG.warn("{} is back: {}", config.self(), http()))
        .onFailure(broken::completeExceptionally).mapEmpty();
  }

  /** Returns when somebody asks for it; throws a {@link CommandFailure} if the node ends before, and nobody can help it. */
  void runUntil(CompletableFuture<Void> asked) {
    try {
      CompletableFuture.anyOf(asked, broken).join();
    } catch (CompletionException ended) {
      throw ended.getCause() instanceof RuntimeException failed ? explain(failed) : ended;
    }
  }

  private Future<?> listen() {
    if (!config.http().enabled()) {
      return Future.succeededFuture();
    }
    var metrics = new Metrics(config.self(), node.ring().members());
    node.events().listen(logged -> metrics.emit(logged.event()));
    var verticle = new HttpVerticle(
        Backend.of(config, Version.number(), node.ring(), node.client(), node.transport(), metrics::scrape));
    return vertx.deployVerticle(verticle).map(deployed -> {
      faceDeployment = deployed;
      return face = verticle;
    });
  }

  /**
   * Stops taking requests, stops the node cleanly, and closes its data; what does not end in time is left to the operating
   * system.
   */
  @Override
  public void close() {
    Vertx opened = vertx;
    if (opened == null) {
      return;
    }
    vertx = null;
    await(mending.eventually(() -> node == null ? Future.succeededFuture() : node.stop()).eventually(opened::close));
  }

  private static void await(Future<?> stopped) {
    try {
      stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException tooLong) {
      LOG.warn("The node did not stop within {} s", STOP_SECONDS);
    }
  }

  /** Where people reach it; empty if nobody does. */
  String http() {
    return face == null ? "" : "http://" + hostInUrl(config.http().host()) + ":" + face.port();
  }

  /** Where other members reach it; empty if there are none. */
  String bus() {
    return config.cluster().members().isEmpty() ? "" : config.bus().host() + ":" + config.busPort();
  }

  private static String hostInUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private RuntimeException explain(RuntimeException failed) {
    if (failed instanceof NameInUse taken) {
      return new CommandFailure(ExitCode.INTERNAL, taken.reason(), NameInUse.hint());
    }
    if (failed instanceof CannotOpenStore closed) {
      return new CommandFailure(ExitCode.INTERNAL, closed.reason(), closed.hint());
    }
    if (failed instanceof MalformedBytes unreadable) {
      return new CommandFailure(ExitCode.INTERNAL,
          "the data in " + config.data().directory() + " cannot be read: " + unreadable.getMessage(),
          "was it written by another version of ringside? Nothing in it was changed");
    }
    if (failed instanceof Failure.Unavailable broken) {
      return new CommandFailure(ExitCode.INTERNAL,
          "the data in " + config.data().directory() + " cannot be used: " + broken.getMessage(),
          "if the disk is full, free some space and start again. If it has changed a file, another start ends in the same way: "
              + "check the disk, move the directory away, and start this node with an empty one; the other nodes give back what "
              + "they have copies of ('ringside repair status' ends with 0 when all is there)");
    }
    if (failed instanceof IllegalStateException said && hasCause(failed, BindException.class)) {
      return new CommandFailure(ExitCode.INTERNAL, said.getMessage());
    }
    if (hasCause(failed, BindException.class) || String.valueOf(failed.getMessage()).contains("already in use")) {
      return new CommandFailure(ExitCode.INTERNAL, "the event bus port " + bus() + ", or Hazelcast's "
          + (config.busPort() + config.cluster().joinPortOffset()) + ", cannot be had: " + failed.getMessage(),
          "is this node running already? Else change its place in cluster.members, on every member");
    }
    return failed;
  }

  private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause).limit(MAX_CAUSES).anyMatch(type::isInstance);
  }
}
