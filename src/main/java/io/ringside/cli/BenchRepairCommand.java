package io.ringside.cli;

import io.ringside.bench.RepairLoad;
import io.ringside.bench.RepairLoad.Slice;
import io.ringside.bench.Workload;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringside bench repair}: what clients feel of anti-entropy. */
@Command(name = "repair", description = {
    "Measure what repair costs clients: three nodes in this JVM, one of which has lost its disk. The same load is measured while",
    "trees bring it back what it had, and while they do not, in turns. p99Ratio is the p99 with repair over that without: of all",
    "slices together, and in brackets of each two neighbours."})
final class BenchRepairCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("repair", "count", "opsPerSecond", "p50Ms", "p99Ms", "p999Ms", "failures", "repaired", "p99Ratio");
  private static final double MICROS_PER_MILLI = 1000;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double CENTS = 100;

  @Spec
  private CommandSpec spec;

  @Mixin
  private OutputOptions output;

  @Mixin
  private SliceOptions load;

  @Option(names = "--count", defaultValue = "50000", paramLabel = "COUNT",
      description = "How many records the node has lost, and trees bring back (default: 50000).")
  private int count;

  @Option(names = "--rounds", defaultValue = "4", paramLabel = "COUNT",
      description = "How many slices with repair, and without (default: 4).")
  private int rounds;

  @Option(names = "--clients", defaultValue = "8", paramLabel = "COUNT", description = "Operations under way at once (default: 8).")
  private int clients;

  @Option(names = "--value-bytes", defaultValue = "1024", paramLabel = "BYTES", description = "Size of a value (default: 1024).")
  private int valueBytes;

  @Override
  public Integer call() {
    if (count < 1 || rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--count and --rounds are at least 1");
    }
    Workload workload = load.workload(clients, valueBytes);
    try (var directory = WorkDirectory.of(null)) {
      return measure(directory.path(), workload);
    }
  }

  private int measure(Path directory, Workload workload) {
    Vertx vertx = Vertx.vertx();
    try {
      List<Slice> slices = RepairLoad.run(vertx, directory, count, rounds, workload, load.assignments(),
          done -> spec.commandLine().getErr().println("ringside: " + done)).await();
      print(slices);
      return slices.stream().allMatch(slice -> slice.measured().failures() == 0) ? ExitCode.OK : ExitCode.DEGRADED;
    } finally {
      vertx.close().await();
    }
  }

  private void print(List<Slice> slices) {
    List<Slice> off = slices.stream().filter(slice -> !slice.repairing()).toList();
    List<Slice> on = slices.stream().filter(Slice::repairing).toList();
    var each = new ArrayList<Double>();
    for (int i = 0; i < off.size(); i++) {
      each.add(ratio(on.get(i).times(), off.get(i).times()));
    }
    output.print(spec.commandLine().getOut(), COLUMNS, List.of(
        row("off", off, "-"), row("on", on, ratio(together(on), together(off)) + " " + each)));
  }

  private static Histogram together(List<Slice> slices) {
    Histogram all = slices.get(0).times();
    slices.stream().skip(1).forEach(slice -> all.add(slice.times()));
    return all;
  }

  private static double ratio(Histogram over, Histogram under) {
    return Math.round(CENTS * over.getValueAtPercentile(99) / Math.max(1, under.getValueAtPercentile(99))) / CENTS;
  }

  private static List<?> row(String repair, List<Slice> slices, String ratio) {
    Histogram times = together(slices);
    double took = slices.stream().mapToLong(slice -> slice.measured().took().toNanos()).sum() / NANOS_PER_SECOND;
    return List.of(repair, times.getTotalCount(), Math.round(times.getTotalCount() / took), millis(times, 50), millis(times, 99),
        millis(times, 99.9), slices.stream().mapToLong(slice -> slice.measured().failures()).sum(),
        slices.stream().mapToLong(Slice::repaired).sum(), ratio);
  }

  private static double millis(Histogram times, double percentile) {
    return times.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
  }
}
