package io.ringside.cli;

import io.ringside.bench.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The load of benchmarks that measure in slices, with what is compared and without it in turns. */
final class SliceOptions {
  @Option(names = "--keys", defaultValue = "1000", paramLabel = "COUNT", description = "How many keys clients use (default: 1000).")
  private int keys;

  @Option(names = "--reads", defaultValue = "50", paramLabel = "PERCENT", description = "The others are updates (default: 50).")
  private int reads;

  @Option(names = "--warm-up", defaultValue = "5", paramLabel = "SECONDS", description = "Unmeasured at first (default: 5).")
  private int warmUpSeconds;

  @Option(names = "--seconds", defaultValue = "10", paramLabel = "SECONDS", description = "Measured in each slice (default: 10).")
  private int seconds;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting, for all nodes.")
  private List<String> assignments = new ArrayList<>();

  /** Fails as wrong usage if one of them makes no sense. */
  Workload workload(int clients, int valueBytes) {
    try {
      return new Workload(clients, keys, reads, valueBytes, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds));
    } catch (IllegalArgumentException impossible) {
      throw new CommandFailure(ExitCode.USAGE, impossible.getMessage());
    }
  }

  List<String> assignments() {
    return List.copyOf(assignments);
  }
}
