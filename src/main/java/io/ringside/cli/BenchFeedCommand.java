package io.ringside.cli;

import io.ringside.bench.FeedCost;
import io.ringside.bench.FeedCost.Slice;
import io.ringside.bench.Workload;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringside bench feed}: what those who watch cost a cluster. */
@Command(name = "feed", description = {
    "Measure what viewers of the event feed cost: nodes in this JVM, with their data on disk, under a closed loop of clients that goes on",
    "while viewers come and leave, in turns; they read in this JVM too. ratio is the operations per second with viewers over those without",
    "them, the mean of all neighbours; the true one is within ratioError of it 95 times of 100. cpuRatio is the same of the processor time of an",
    "operation. Many short rounds say more than few long ones; --viewers=0 tells what the measurement says of nothing."})
final class BenchFeedCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("viewers", "count", "opsPerSecond", "cpuMicros", "failures", "eventsPerViewer", "gaps", "ratio", "ratioError", "cpuRatio", "cpuRatioError");
  private static final double THOUSANDS = 1000;

  /** Of many rounds; of few it is too little. */
  private static final double ERRORS_WITHIN_95 = 1.96;
  private static final double NANOS_PER_MICRO = 1000;
  private static final double NANOS_PER_SECOND = 1e9;

  @Spec
  private CommandSpec spec;

  @Mixin
  private OutputOptions output;

  @Mixin
  private SliceOptions load;

  @Option(names = "--viewers", defaultValue = "1", paramLabel = "COUNT",
      description = "How many watch; all tabs of a browser are one; 0 for nobody in either half (default: 1).")
  private int viewers;

  @Option(names = "--rounds", defaultValue = "6", paramLabel = "COUNT",
      description = "How many slices with viewers, and without (default: 6).")
  private int rounds;

  @Option(names = "--nodes", defaultValue = "3", paramLabel = "COUNT", description = "How many nodes (default: 3).")
  private int nodes;

  @Option(names = "--clients", defaultValue = "64", paramLabel = "COUNT",
      description = "Operations under way at once (default: 64).")
  private int clients;

  @Option(names = "--value-bytes", defaultValue = "100", paramLabel = "BYTES", description = "Size of a value (default: 100).")
  private int valueBytes;

  @Override
  public Integer call() {
    if (viewers < 0 || rounds < 1 || nodes < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--rounds and --nodes are at least 1, and --viewers is not negative");
    }
    Workload workload = load.workload(clients, valueBytes);
    try (var directory = WorkDirectory.of(null)) {
      return measure(directory.path(), workload);
    }
  }

  private int measure(Path directory, Workload workload) {
    Vertx vertx = Vertx.vertx();
    try {
      List<Slice> slices = FeedCost.run(vertx, directory, nodes, viewers, rounds, workload, load.assignments(),
          done -> spec.commandLine().getErr().println("ringside: " + done)).await();
      print(slices);
      return slices.stream().allMatch(slice -> slice.measured().failures() == 0) ? ExitCode.OK : ExitCode.DEGRADED;
    } finally {
      vertx.close().await();
    }
  }

  private void print(List<Slice> slices) {
    List<Slice> off = slices.stream().filter(slice -> !slice.watched()).toList();
    List<Slice> on = slices.stream().filter(Slice::watched).toList();
    var ratios = new ArrayList<Object>(ratio(on, off, BenchFeedCommand::perSecond));
    ratios.addAll(ratio(on, off, BenchFeedCommand::cpuMicros));
    output.print(spec.commandLine().getOut(), COLUMNS, List.of(row(0, off, List.of("-", "-", "-", "-")), row(viewers, on, ratios)));
  }

  /** What neighbours say of each other: the geometric mean of their ratios, and how far the true one may be from it, which one pair does not tell. */
  private static List<Object> ratio(List<Slice> over, List<Slice> under, ToDoubleFunction<List<Slice>> of) {
    double[] logs = IntStream.range(0, under.size()).mapToDouble(i -> log(over.get(i), of) - log(under.get(i), of)).toArray();
    double mean = Arrays.stream(logs).average().orElse(Double.NaN);
    double squares = Arrays.stream(logs).map(log -> (log - mean) * (log - mean)).sum();
    double error = Math.sqrt(squares / (logs.length - 1) / logs.length);
    return List.of(rounded(Math.exp(mean)), logs.length == 1 ? "-" : rounded(Math.exp(mean) * ERRORS_WITHIN_95 * error));
  }

  /** A slice in which nothing was done counts as one in which almost nothing was. */
  private static double log(Slice slice, ToDoubleFunction<List<Slice>> of) {
    return Math.log(Math.max(1, of.applyAsDouble(List.of(slice))));
  }

  private static double rounded(double number) {
    return Math.round(THOUSANDS * number) / THOUSANDS;
  }

  private static double perSecond(List<Slice> slices) {
    return operations(slices) * NANOS_PER_SECOND / sum(slices, slice -> slice.measured().took().toNanos());
  }

  /** Processor time of one operation. */
  private static double cpuMicros(List<Slice> slices) {
    return sum(slices, slice -> slice.measured().processor().toNanos()) / NANOS_PER_MICRO / Math.max(1, operations(slices));
  }

  private static long operations(List<Slice> slices) {
    return sum(slices, Slice::operations);
  }

  private static long sum(List<Slice> slices, ToLongFunction<Slice> of) {
    return slices.stream().mapToLong(of).sum();
  }

  private static List<?> row(int watching, List<Slice> slices, List<?> ratios) {
    var row = new ArrayList<Object>(List.of(watching, operations(slices), Math.round(perSecond(slices)), Math.round(cpuMicros(slices)),
        sum(slices, slice -> slice.measured().failures()), sum(slices, Slice::events) / Math.max(1, watching), sum(slices, Slice::gaps)));
    row.addAll(ratios);
    return row;
  }
}
