package io.ringside.cli;

import io.ringside.bench.TreeCost;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringside bench trees}: what Merkle trees cost. */
@Command(name = "trees", description = {
    "Measure Merkle trees over records on disk: the heap they take, the time to add them up at a start, and what two owners",
    "send each other when some of their records differ. entriesPerLaw compares the digests sent with what they should be."})
final class BenchTreesCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("records", "trees", "treeKibibytes", "writeSeconds", "growSeconds",
      "differing", "found", "messages", "entries", "entriesPerLaw", "bytes", "bytesPerDifference");
  private static final double MILLIS_PER_SECOND = 1000;
  private static final double THOUSAND = 1000;
  private static final long KIBIBYTE = 1024;

  @Spec
  private CommandSpec spec;

  @Mixin
  private OutputOptions output;

  @Option(names = "--count", defaultValue = "1000000", paramLabel = "COUNT",
      description = "How many records each owner has (default: 1000000).")
  private int count;

  @Option(names = "--partitions", defaultValue = "256", paramLabel = "COUNT",
      description = "How many partitions, each with a tree of its own (default: 256).")
  private int partitions;

  @Option(names = "--value-bytes", defaultValue = "100", paramLabel = "BYTES", description = "Size of a value (default: 100).")
  private int valueBytes;

  @Override
  public Integer call() {
    if (count < 1 || partitions < 2 || valueBytes < 0) {
      throw new ParameterException(spec.commandLine(),
          "--count is at least 1, --partitions at least 2, and --value-bytes is not negative");
    }
    try (var directory = WorkDirectory.of(null)) {
      print(TreeCost.run(directory.path(), count, partitions, valueBytes,
          done -> spec.commandLine().getErr().println("ringside: " + done)));
    }
    return ExitCode.OK;
  }

  private void print(TreeCost.Result result) {
    var rows = new ArrayList<List<?>>();
    for (TreeCost.Round round : result.rounds()) {
      rows.add(List.of(result.records(), result.trees(), result.treeBytes() / KIBIBYTE,
          result.writing().toMillis() / MILLIS_PER_SECOND, result.growth().toMillis() / MILLIS_PER_SECOND, round.differing(),
          round.found(), round.messages(), round.entries(),
          round.law() == 0 ? "-" : Math.round(THOUSAND * round.entries() / round.law()) / THOUSAND, round.bytes(),
          round.differing() == 0 ? "-" : round.bytes() / round.differing()));
    }
    output.print(spec.commandLine().getOut(), COLUMNS, rows);
  }
}
