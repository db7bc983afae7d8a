package io.ringside.cli;

import io.ringside.sim.SimReport;
import io.ringside.sim.SimSettings;
import io.ringside.sim.Simulator;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringside sim}: whole clusters in virtual time, each from one seed. */
@Command(
    name = "sim",
    description = "Run whole clusters in virtual time, under faults, and judge what is left.",
    subcommands = {SimCommand.Run.class, PhysicsCommand.class})
final class SimCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "sim needs a command: run or physics");
  }

  /** One run of one seed. */
  @Command(name = "run",
      description = "Run one seed: load and faults, then healing, then every checker. Exit code 1 if a property is violated.")
  static final class Run implements Callable<Integer> {
    private static final List<String> COLUMNS = List.of(
        "seed", "hash", "events", "operations", "acknowledged", "refused", "unknown", "faults", "virtualMillis", "violations");

    /** Fresh seeds are short, so that people can read them to each other. */
    private static final long SEED_BOUND = 1_000_000_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Option(names = "--seed", paramLabel = "S",
        description = "Decides everything; the same seed gives the same hash. Default: a fresh one.")
    private Long seed;

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "5", description = "How many nodes (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "30",
        description = "Virtual seconds of load and faults (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() {
      SimReport report = Simulator.run(settings());
      PrintWriter out = spec.commandLine().getOut();
      List<String> violations = report.violations().stream().map(Object::toString).toList();
      output.print(out, COLUMNS, List.of(List.of(report.seed(), report.hash(), report.events(), report.operations(),
          report.acknowledged(), report.refused(), report.unknown(), report.faults(), report.virtualMillis(),
          output.json() ? violations : violations.size())));
      if (!report.ok() && !output.json()) {
        violations.forEach(violation -> out.println("  " + violation));
        out.println("replay it: ringside sim run --seed " + report.seed() + " --nodes " + nodes + " --seconds " + seconds);
      }
      return report.ok() ? ExitCode.OK : ExitCode.NOT_FOUND;
    }

    private SimSettings settings() {
      try {
        long chosen = seed != null ? seed : ThreadLocalRandom.current().nextLong(SEED_BOUND);
        return SimSettings.of(chosen).withNodes(nodes).withSeconds(seconds);
      } catch (IllegalArgumentException refused) {
        throw new ParameterException(spec.commandLine(), refused.getMessage());
      }
    }
  }
}
