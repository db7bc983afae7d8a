package io.ringside.cli;

import io.ringside.bench.Bench;
import io.ringside.bench.Measured;
import io.ringside.bench.Workload;
import io.ringside.client.Client;
import io.ringside.config.NodeConfig;
import io.ringside.http.Backend;
import io.ringside.http.HttpRingside;
import io.ringside.http.HttpVerticle;
import io.ringside.vertx.LocalCluster;
import io.ringside.vertx.RingsideNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringside bench}: how fast this machine is, with all nodes in this JVM. */
@Command(name = "bench",
    subcommands = {BenchFeedCommand.class, BenchHintsCommand.class, BenchRepairCommand.class, BenchTreesCommand.class}, description = {
    "Measure operations per second and their latency: a closed loop of clients against nodes in this JVM, data on disk.",
    "'bus' clients ask a node's coordinator over the event bus, 'http' clients its HTTP port on loopback."})
final class BenchCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("transport", "durability", "operation", "count", "opsPerSecond", "p50Ms", "p99Ms", "p999Ms", "failures");
  private static final double MICROS_PER_MILLI = 1000;

  /** How clients reach the nodes. */
  private enum Reach { BUS, HTTP }

  @Spec
  private CommandSpec spec;

  @Mixin
  private OutputOptions output;

  @Option(names = "--transport", defaultValue = "bus", paramLabel = "bus|http",
      description = "How clients reach a node (default: bus).")
  private Reach transport;

  @Option(names = "--durability", defaultValue = "sync", paramLabel = "sync|async",
      description = "sync: on disk before the answer (default); async: in the operating system's hands.")
  private String durability;

  @Option(names = "--nodes", defaultValue = "3", paramLabel = "COUNT", description = "How many nodes (default: 3).")
  private int nodes;

  @Option(names = "--clients", defaultValue = "64", paramLabel = "COUNT",
      description = "Operations under way at once (default: 64).")
  private int clients;

  @Option(names = "--keys", defaultValue = "10000", paramLabel = "COUNT", description = "How many keys (default: 10000).")
  private int keys;

  @Option(names = "--reads", defaultValue = "50", paramLabel = "PERCENT", description = "The others are updates (default: 50).")
  private int reads;

  @Option(names = "--value-bytes", defaultValue = "1024", paramLabel = "BYTES", description = "Size of a value (default: 1024).")
  private int valueBytes;

  @Option(names = "--warm-up", defaultValue = "30", paramLabel = "SECONDS",
      description = "Unmeasured at first, while the JVM compiles (default: 30).")
  private int warmUpSeconds;

  @Option(names = "--seconds", defaultValue = "20", paramLabel = "SECONDS", description = "Measured (default: 20).")
  private int seconds;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting, for all nodes.")
  private List<String> assignments = new ArrayList<>();

  @Override
  public Integer call() {
    Workload workload = workload();
    try (var directory = WorkDirectory.of(null)) {
      return measure(workload, directory.path());
    }
  }

  private int measure(Workload workload, Path directory) {
    Vertx vertx = Vertx.vertx();
    try {
      Measured measured = LocalCluster.start(vertx, nodes, directory, settings())
          .compose(cluster -> clients(vertx, cluster)
              .compose(reached -> Bench.run(vertx, reached, workload, this::progress))
              .eventually(cluster::stop))
          .await();
      print(measured);
      return measured.failures() == 0 ? ExitCode.OK : ExitCode.DEGRADED;
    } finally {
      vertx.close().await();
    }
  }

  private Workload workload() {
    try {
      return new Workload(clients, keys, reads, valueBytes, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds));
    } catch (IllegalArgumentException impossible) {
      throw new CommandFailure(ExitCode.USAGE, impossible.getMessage());
    }
  }

  private String[] settings() {
    return Stream.concat(Stream.of("data.durability=" + durability, "http.port=0"), assignments.stream()).toArray(String[]::new);
  }

  private Future<List<Client>> clients(Vertx vertx, LocalCluster cluster) {
    List<RingsideNode> running = cluster.members().stream().flatMap(member -> cluster.node(member).stream()).toList();
    if (transport == Reach.BUS) {
      return Future.succeededFuture(running.stream().map(RingsideNode::client).toList());
    }
    return Future.all(running.stream().map(node -> listen(vertx, node)).toList()).map(all -> all.<Client>list());
  }

  private static Future<Client> listen(Vertx vertx, RingsideNode node) {
    NodeConfig config = node.config();
    var face = new HttpVerticle(Backend.of(config, Version.number(), node.ring(), node.client(), node.transport(), () -> ""));
    return vertx.deployVerticle(face)
        .map(deployed -> new HttpRingside(vertx, List.of("http://" + config.http().host() + ":" + face.port())));
  }

  private void progress(long operations) {
    spec.commandLine().getErr().println("ringside: " + operations + " operations in the last second");
  }

  private void print(Measured measured) {
    var both = new Histogram(measured.reads());
    both.add(measured.reads());
    both.add(measured.updates());
    double took = measured.took().toNanos() / 1e9;
    output.print(spec.commandLine().getOut(), COLUMNS, List.of(
        row("read", measured.reads(), took, "-"),
        row("update", measured.updates(), took, "-"),
        row("all", both, took, measured.failures())));
  }

  private List<?> row(String operation, Histogram times, double tookSeconds, Object failures) {
    return List.of(transport.name().toLowerCase(Locale.ROOT), durability, operation, times.getTotalCount(),
        Math.round(times.getTotalCount() / tookSeconds), millis(times, 50), millis(times, 99), millis(times, 99.9), failures);
  }

  private static double millis(Histogram times, double percentile) {
    return times.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
  }
}
