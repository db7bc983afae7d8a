package io.ringside.cli;

import io.ringside.MalformedBytes;
import io.ringside.config.NodeConfig;
import io.ringside.event.Events;
import io.ringside.http.Backend;
import io.ringside.http.HttpVerticle;
import io.ringside.message.Failure;
import io.ringside.metrics.Metrics;
import io.ringside.physics.VirtualLab;
import io.ringside.rocks.CannotOpenStore;
import io.ringside.scenario.VirtualStage;
import io.ringside.vertx.ClusteredVertx;
import io.ringside.vertx.NameInUse;
import io.ringside.vertx.RingsideNode;
import io.ringside.vertx.SharedFaults;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
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

  /** Calculated from all classes, which is too long for an event loop. */
  private final String build = Version.build();
  private volatile Vertx vertx;
  private volatile RingsideNode node;
  private volatile HttpVerticle face;
  private volatile String faceDeployment;
  private volatile SharedFaults faults;
  private Future<Void> turn = Future.succeededFuture();
  private final CompletableFuture<Void> broken = new CompletableFuture<>();

  Member(NodeConfig config) {
    this.config = config;
  }

  /** Returns when the node serves; throws a {@link CommandFailure} that says why it cannot, and leaves nothing running. */
  void start() {
    try {
      open().compose(opened -> share()).compose(shared -> serve()).compose(serving -> listen())
          .compose(listening -> faults == null ? Future.succeededFuture() : faults.runs()).await();
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

  /** Where this process may be broken on purpose, it hears of it before it has a node, and while it has none. */
  private Future<?> share() {
    return config.faults().allowed() && !config.cluster().members().isEmpty()
        ? SharedFaults.start(vertx, config, new OnPurpose()).onSuccess(shared -> faults = shared)
        : Future.succeededFuture();
  }

  private Future<RingsideNode> serve() {
    Future<RingsideNode> serving = faults == null ? RingsideNode.start(vertx, config) : RingsideNode.start(vertx, config, faults);
    return serving.map(started -> {
      node = started;
      started.mendable().onSuccess(damaged -> mend());
      return started;
    });
  }

  /** As another start of the process would, but that nobody has to start it. */
  private void mend() {
    if (vertx == null || node == null) {
      return;
    }
    LOG.warn("{} starts again, to mend its store", config.self());
    inTurn(this::startAgain)
        .onSuccess(listening -> LOG.warn("{} is back: {}", config.self(), http()))
        .onFailure(broken::completeExceptionally);
  }

  private Future<Void> startAgain() {
    return goDown().compose(gone -> serve()).compose(serving -> listen()).mapEmpty();
  }

  /** The node and whoever reaches it over HTTP; the process stays. */
  private Future<Void> goDown() {
    RingsideNode going = node;
    node = null;
    String facing = faceDeployment;
    faceDeployment = null;
    Future<?> silent = facing == null ? Future.succeededFuture() : vertx.undeploy(facing);
    return silent.eventually(() -> going == null ? Future.succeededFuture() : going.kill()).mapEmpty();
  }

  /** One after the other: its data can be open only once. */
  private synchronized Future<Void> inTurn(Supplier<Future<Void>> change) {
    turn = turn.transform(ended -> change.get());
    return turn;
  }

  /** What a page, on whichever member, may do to this one. */
  private final class OnPurpose implements SharedFaults.Life {
    @Override
    public Future<Void> kill() {
      return ordered("is killed; its process waits to be told to start it again", Member.this::goDown);
    }

    @Override
    public Future<Void> restart() {
      return ordered("is started again", Member.this::startAgain);
    }

    @Override
    public Future<Void> wipe() {
      String data = config.data().directory().toString();
      return ordered("is killed, and its directory deleted", () -> goDown().compose(gone -> vertx.fileSystem().exists(data))
          .compose(there -> there ? vertx.fileSystem().deleteRecursive(data) : Future.succeededFuture()));
    }

    @Override
    public Future<Void> fill() {
      return ordered("is told that its disk is full", () -> {
        if (node != null) {
          node.fillDisk();
        }
        return Future.succeededFuture();
      });
    }

    /** Whoever gave the order need not be there any more to hear that it failed. */
    private Future<Void> ordered(String what, Supplier<Future<Void>> act) {
      LOG.warn("{} {}, on purpose", config.self(), what);
      return inTurn(act).onFailure(failed -> LOG.error("{} could not do what it was told on purpose", config.self(), failed));
    }

    @Override
    public Events events() {
      RingsideNode running = node;
      return running == null ? Events.NONE : running.events();
    }
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
    var verticle = new HttpVerticle(backend(metrics));
    return vertx.deployVerticle(verticle).map(deployed -> {
      faceDeployment = deployed;
      return face = verticle;
    });
  }

  private Backend backend(Metrics metrics) {
    return faults == null
        ? Backend.of(config, build, node.ring(), node.client(), node.transport(), metrics::scrape)
        : Backend.of(config, build, node.ring(), faults.client(), faults.transport(), metrics::scrape)
            .withFaults(new RemoteFaults(config.self(), faults))
            .withStage(new VirtualStage(vertx, build))
            .withLab(new VirtualLab(vertx, build));
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
    await(inTurn(Future::succeededFuture).eventually(() -> node == null ? Future.succeededFuture() : node.stop()).eventually(opened::close));
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
