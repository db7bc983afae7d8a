package io.ringside.cli;

import io.ringside.bench.FeedCost;
import io.ringside.bench.FeedCost.Slice;
import io.ringside.bench.Workload;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringside bench feed}: what those who watch cost a cluster. */
@Command(name = "feed", description = {
    "Measure what viewers of the event feed cost: nodes in this JVM, with their data on disk, under a closed loop of clients. The same",
    "load is measured without viewers and with them, in turns; viewers read in this JVM too. ratio is the operations per second with",
    "viewers over those without: of all slices together, and in brackets of each two neighbours."})
final class BenchFeedCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("viewers", "count", "opsPerSecond", "failures", "eventsPerViewer", "gaps", "ratio");
  private static final double THOUSANDS = 1000;

  @Spec
  private CommandSpec spec;

  @Mixin
  private OutputOptions output;

  @Option(names = "--viewers", defaultValue = "3", paramLabel = "COUNT", description = "How many watch (default: 3).")
  private int viewers;

  @Option(names = "--rounds", defaultValue = "6", paramLabel = "COUNT",
      description = "How many slices with viewers, and without (default: 6).")
  private int rounds;

  @Option(names = "--nodes", defaultValue = "3", paramLabel = "COUNT", description = "How many nodes (default: 3).")
  private int nodes;

  @Option(names = "--clients", defaultValue = "64", paramLabel = "COUNT",
      description = "Operations under way at once (default: 64).")
  private int clients;

  @Option(names = "--keys", defaultValue = "1000", paramLabel = "COUNT", description = "How many keys (default: 1000).")
  private int keys;

  @Option(names = "--reads", defaultValue = "50", paramLabel = "PERCENT", description = "The others are updates (default: 50).")
  private int reads;

  @Option(names = "--value-bytes", defaultValue = "100", paramLabel = "BYTES", description = "Size of a value (default: 100).")
  private int valueBytes;

  @Option(names = "--warm-up", defaultValue = "5", paramLabel = "SECONDS", description = "Unmeasured in each slice (default: 5).")
  private int warmUpSeconds;

  @Option(names = "--seconds", defaultValue = "10", paramLabel = "SECONDS", description = "Measured in each slice (default: 10).")
  private int seconds;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting, for all nodes.")
  private List<String> assignments = new ArrayList<>();

  @Override
  public Integer call() {
    if (viewers < 1 || rounds < 1 || nodes < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--viewers, --rounds and --nodes are at least 1");
    }
    Workload workload = workload();
    try (var directory = WorkDirectory.of(null)) {
      return measure(directory.path(), workload);
    }
  }

  private Workload workload() {
    try {
      return new Workload(clients, keys, reads, valueBytes, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds));
    } catch (IllegalArgumentException impossible) {
      throw new CommandFailure(ExitCode.USAGE, impossible.getMessage());
    }
  }

  private int measure(Path directory, Workload workload) {
    Vertx vertx = Vertx.vertx();
    try {
      List<Slice> slices = FeedCost.run(vertx, directory, nodes, viewers, rounds, workload, assignments,
          done -> spec.commandLine().getErr().println("ringside: " + done)).await();
      print(slices);
      return slices.stream().allMatch(slice -> slice.measured().failures() == 0) ? ExitCode.OK : ExitCode.DEGRADED;
    } finally {
      vertx.close().await();
    }
  }

  private void print(List<Slice> slices) {
    List<Slice> off = slices.stream().filter(slice -> slice.viewers() == 0).toList();
    List<Slice> on = slices.stream().filter(slice -> slice.viewers() > 0).toList();
    var each = new ArrayList<Double>();
    for (int i = 0; i < off.size(); i++) {
      each.add(ratio(on.subList(i, i + 1), off.subList(i, i + 1)));
    }
    output.print(spec.commandLine().getOut(), COLUMNS, List.of(row(off, "-"), row(on, ratio(on, off) + " " + each)));
  }

  private static double ratio(List<Slice> over, List<Slice> under) {
    return Math.round(THOUSANDS * rate(over) / Math.max(1, rate(under))) / THOUSANDS;
  }

  /** All slices last equally long. */
  private static double rate(List<Slice> slices) {
    return slices.stream().mapToDouble(Slice::operationsPerSecond).average().orElseThrow();
  }

  private static List<?> row(List<Slice> slices, String ratio) {
    int watching = slices.get(0).viewers();
    return List.of(watching,
        slices.stream().mapToLong(slice -> slice.measured().reads().getTotalCount() + slice.measured().updates().getTotalCount()).sum(),
        Math.round(rate(slices)), slices.stream().mapToLong(slice -> slice.measured().failures()).sum(),
        slices.stream().mapToLong(Slice::events).sum() / Math.max(1, watching), slices.stream().mapToLong(Slice::gaps).sum(), ratio);
  }
}
