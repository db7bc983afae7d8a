package io.ringside.cli;

import io.ringside.http.Backend;
import io.ringside.http.HttpVerticle;
import io.ringside.metrics.Metrics;
import io.ringside.physics.VirtualLab;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.scenario.LiveStage;
import io.ringside.scenario.Narrator;
import io.ringside.scenario.Scenario;
import io.ringside.scenario.ScenarioResult;
import io.ringside.vertx.LocalCluster;
import io.ringside.vertx.RingsideNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Several nodes in this JVM, their dashboard and a stage for scenarios. To be closed. */
final class Demo implements AutoCloseable {
  private static final long START_LIMIT_SECONDS = 60;
  private static final long STOP_LIMIT_SECONDS = 10;

  private final Vertx vertx;
  private final LocalCluster cluster;
  private final LiveStage stage;
  private final HttpVerticle http;

  private Demo(Vertx vertx, LocalCluster cluster, LiveStage stage, HttpVerticle http) {
    this.vertx = vertx;
    this.cluster = cluster;
    this.stage = stage;
    this.http = http;
  }

  /**
   * Starts it and waits until it serves.
   *
   * @param settings of every node, as {@code key=value}
   */
  static Demo start(int nodes, Path directory, int port, List<String> settings, Narrator narrator, long paceMillis) {
    Vertx vertx = Vertx.vertx();
    try {
      return await(deploy(vertx, nodes, directory, port, settings, narrator, paceMillis, Version.build()), START_LIMIT_SECONDS);
    } catch (RuntimeException failed) {
      await(vertx.close(), STOP_LIMIT_SECONDS);
      throw failed;
    }
  }

  private static Future<Demo> deploy(
      Vertx vertx, int nodes, Path directory, int port, List<String> settings, Narrator narrator, long paceMillis, String build) {
    String[] all = Stream.concat(settings.stream(), Stream.of("http.port=" + port)).toArray(String[]::new);
    return LocalCluster.start(vertx, nodes, directory, all).compose(cluster -> {
      RingsideNode first = cluster.node(cluster.members().first()).orElseThrow();
      ConsistentHashRing ring = first.ring();
      var metrics = new Metrics(first.config().self(), ring.members());
      cluster.watch(logged -> {
        if (logged.node().equals(first.config().self())) {
          metrics.emit(logged.event());
        }
      });
      var stage = new LiveStage(vertx, cluster, ring, narrator, paceMillis, build);
      var backend = Backend.of(first.config(), build, ring, cluster.client(), cluster.transport(), metrics::scrape)
          .withFaults(new LocalFaults(cluster))
          .withStage(stage)
          .withLab(new VirtualLab(vertx, build));
      var http = new HttpVerticle(backend);
      return vertx.deployVerticle(http)
          .map(deployed -> new Demo(vertx, cluster, stage, http))
          .recover(failure -> cluster.stop().transform(stopped -> Future.failedFuture(failure)));
    });
  }

  /** Plays to the end, and says how it went; empty if somebody ended the program before that. */
  Optional<ScenarioResult> play(Scenario scenario, Termination termination) {
    CompletableFuture<ScenarioResult> play = stage.play(scenario).toCompletionStage().toCompletableFuture();
    try {
      CompletableFuture.anyOf(play, termination.asked()).join();
    } catch (CompletionException failed) {
      throw new CommandFailure(ExitCode.INTERNAL, "the play could not begin: " + failed.getCause().getMessage());
    }
    return play.isDone() ? Optional.of(play.join()) : Optional.empty();
  }

  String address() {
    return "http://127.0.0.1:" + http.port() + "/";
  }

  @Override
  public void close() {
    await(cluster.stop().eventually(vertx::close), STOP_LIMIT_SECONDS);
  }

  private static <T> T await(Future<T> future, long seconds) {
    try {
      return future.await(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new CommandFailure(ExitCode.INTERNAL, "this took more than " + seconds + " s", "is the machine overloaded?");
    }
  }
}
