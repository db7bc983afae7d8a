package io.ringside.cli;

import io.ringside.bench.HintReplay;
import io.ringside.vertx.LocalCluster;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringside bench hints}: how fast what a node has missed is brought home. */
@Command(name = "hints", description = {
    "Measure hinted handoff: one of the nodes in this JVM is down while keys are written, each leaves a hint on disk, and",
    "the node comes back. Anti-entropy, which would bring home some of it, waits. hintsPerWrite compares the two rates."})
final class BenchHintsCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("hints", "dropped", "writeSeconds", "writesPerSecond",
      "replaySeconds", "hintsPerSecond", "hintsPerWrite");
  private static final double MILLIS_PER_SECOND = 1000;
  private static final double CENTS = 100;
  private static final int LEAST_NODES = 3;

  @Spec
  private CommandSpec spec;

  @Mixin
  private OutputOptions output;

  @Option(names = "--count", defaultValue = "100000", paramLabel = "COUNT", description = "How many hints (default: 100000).")
  private int count;

  @Option(names = "--nodes", defaultValue = "3", paramLabel = "COUNT", description = "How many nodes (default: 3).")
  private int nodes;

  @Option(names = "--clients", defaultValue = "64", paramLabel = "COUNT", description = "Writes under way at once (default: 64).")
  private int clients;

  @Option(names = "--value-bytes", defaultValue = "100", paramLabel = "BYTES", description = "Size of a value (default: 100).")
  private int valueBytes;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting, for all nodes.")
  private List<String> assignments = new ArrayList<>();

  @Override
  public Integer call() {
    if (count < 1 || nodes < LEAST_NODES || clients < 1 || valueBytes < 0) {
      throw new ParameterException(spec.commandLine(), "--count and --clients are at least 1, --nodes at least " + LEAST_NODES
          + ", and --value-bytes is not negative");
    }
    try (var directory = WorkDirectory.of(null)) {
      return measure(directory.path());
    }
  }

  private int measure(Path directory) {
    String[] settings = Stream.concat(Stream.of("http.port=0", "repair.periodMillis=3600000"), assignments.stream())
        .toArray(String[]::new);
    Vertx vertx = Vertx.vertx();
    try {
      HintReplay.Result result = LocalCluster.start(vertx, nodes, directory, settings)
          .compose(cluster -> HintReplay.run(vertx, cluster, count, clients, valueBytes, this::progress)
              .eventually(cluster::stop))
          .await();
      print(result);
      return result.dropped() == 0 ? ExitCode.OK : ExitCode.DEGRADED;
    } finally {
      vertx.close().await();
    }
  }

  private void progress(String done) {
    spec.commandLine().getErr().println("ringside: " + done);
  }

  private void print(HintReplay.Result result) {
    double writes = count / seconds(result.writing());
    double hints = result.hints() / seconds(result.delivering());
    output.print(spec.commandLine().getOut(), COLUMNS, List.of(List.of(result.hints(), result.dropped(),
        seconds(result.writing()), Math.round(writes), seconds(result.delivering()), Math.round(hints),
        Math.round(CENTS * hints / writes) / CENTS)));
  }

  private static double seconds(Duration time) {
    return Math.max(1, time.toMillis()) / MILLIS_PER_SECOND;
  }
}
