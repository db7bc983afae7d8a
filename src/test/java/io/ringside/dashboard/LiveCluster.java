package io.ringside.dashboard;

import io.ringside.NodeId;
import io.ringside.cli.LocalFaults;
import io.ringside.http.Backend;
import io.ringside.http.HttpVerticle;
import io.ringside.http.ScenarioStage;
import io.ringside.physics.VirtualLab;
import io.ringside.scenario.LiveStage;
import io.ringside.scenario.Narrator;
import io.ringside.vertx.LocalCluster;
import io.ringside.vertx.RingsideNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Real nodes in this JVM, with their data on disk, and the page as the first of them serves it. */
final class LiveCluster implements AutoCloseable {
  private static final long TIME_LIMIT_SECONDS = 60;

  private final Vertx vertx;
  private final LocalCluster cluster;
  private final String url;

  private LiveCluster(Vertx vertx, LocalCluster cluster, String url) {
    this.vertx = vertx;
    this.cluster = cluster;
    this.url = url;
  }

  /** @param settings of every node beyond the usual, as {@code key=value} */
  static LiveCluster start(int nodes, Path directory, String... settings) throws Exception {
    return start(nodes, directory, (vertx, cluster) ->
        new LiveStage(vertx, cluster, first(cluster).ring(), Narrator.SILENT, 0, "a build"), settings);
  }

  /** Whose page is given logs that were made before, instead of playing scenarios. */
  static LiveCluster start(int nodes, Path directory, RecordedRuns runs) throws Exception {
    return start(nodes, directory, (vertx, cluster) -> runs);
  }

  private static LiveCluster start(
      int nodes, Path directory, BiFunction<Vertx, LocalCluster, ScenarioStage> stage, String... settings) throws Exception {
    Vertx vertx = Vertx.vertx();
    String[] all = Stream.concat(Stream.of("http.port=0"), Stream.of(settings)).toArray(String[]::new);
    LocalCluster cluster = await(LocalCluster.start(vertx, nodes, directory, all));
    RingsideNode first = first(cluster);
    var backend = Backend.of(first.config(), "test", first.ring(), cluster.client(), cluster.transport(), () -> "")
        .withFaults(new LocalFaults(cluster))
        .withStage(stage.apply(vertx, cluster))
        .withLab(new VirtualLab(vertx, "a build"));
    var http = new HttpVerticle(backend);
    await(vertx.deployVerticle(http));
    return new LiveCluster(vertx, cluster, "http://127.0.0.1:" + http.port() + "/");
  }

  private static RingsideNode first(LocalCluster cluster) {
    return cluster.node(NodeId.of("n1")).orElseThrow();
  }

  String url() {
    return url;
  }

  @Override
  public void close() throws Exception {
    await(cluster.stop());
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(TIME_LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
