package io.ringside.cli;

import io.ringside.check.Violation;
import io.ringside.explore.Exploration;
import io.ringside.explore.Explorer;
import io.ringside.explore.Report;
import io.ringside.explore.Runs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringside sim explore}: many seeds. */
@Command(name = "explore",
    description = {
        "Run many seeds and add up what they came to. One in twenty is run twice: both must have the same hash.",
        "A rare state that no seed reaches fails the exploration, for then it was blind to what lies behind it."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every invariant held in every run, and every rare state was reached",
        "1:one was violated, two runs of one seed differed, or a rare state was not reached", "64:no such range"})
final class SimExploreCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("seeds", "failed", "repeated", "diverged", "operations", "acknowledged",
      "faults", "messages", "virtualMillis", "realMillis", "speed");
  private static final long PROGRESS_MILLIS = 2000;

  /** Logs are long, and of a bug that fails everywhere a few say all. */
  private static final int MOST_LOGS = 5;

  @Spec
  private CommandSpec spec;

  @Mixin
  private OutputOptions output;

  @Option(names = "--seeds", paramLabel = "A..B", defaultValue = "1..100",
      description = "The first and the last seed (default: ${DEFAULT-VALUE}).")
  private String seeds;

  @Option(names = "--seconds", paramLabel = "S", defaultValue = "60",
      description = "Virtual seconds of load and faults in each run (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--jobs", paramLabel = "N", description = "Runs at a time (default: one per processor).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Mixin
  private PieceOption piece;

  @Mixin
  private LogOption log;

  @Option(names = "--allow-unreached", description = "Do not fail for rare states that no seed reached: for a few seeds.")
  private boolean allowUnreached;

  private long toldMillis;
  private final SortedSet<Long> toldFailures = new TreeSet<>();
  private int logs;

  @Override
  public Integer call() {
    long[] range = range();
    log.check();
    Exploration explored = explorer().explore(range[0], range[1]);
    PrintWriter out = spec.commandLine().getOut();
    output.print(out, COLUMNS, List.of(List.of(explored.seeds(), explored.failures().size(), explored.repeated(),
        explored.divergences().size(), explored.operations(), explored.acknowledged(), explored.faults(), explored.messages(),
        explored.virtualMillis(), explored.realMillis(), Math.round(explored.speed()))));
    tellStates(out, explored);
    explored.failures().forEach(failure -> tellFailure(out, failure));
    explored.divergences().forEach((seed, where) -> tell(out, "diverged", seed, where));
    boolean unreached = !allowUnreached && !explored.unreached().isEmpty();
    return explored.failures().isEmpty() && explored.divergences().isEmpty() && !unreached ? ExitCode.OK : ExitCode.NOT_FOUND;
  }

  private Explorer explorer() {
    try {
      return new Explorer(piece.wiring(), seconds, jobs, this::tellProgress);
    } catch (IllegalArgumentException refused) {
      throw new ParameterException(spec.commandLine(), refused.getMessage());
    }
  }

  private long[] range() {
    String[] ends = seeds.split("\\.\\.", -1);
    try {
      long first = Long.parseLong(ends[0]);
      long last = ends.length == 1 ? first : Long.parseLong(ends[1]);
      if (ends.length > 2 || last < first) {
        throw new NumberFormatException(seeds);
      }
      return new long[] {first, last};
    } catch (NumberFormatException none) {
      throw new ParameterException(spec.commandLine(), "--seeds takes a range such as 1..500, not '" + seeds + "'");
    }
  }

  private void tellProgress(Exploration soFar) {
    PrintWriter err = spec.commandLine().getErr();
    soFar.failures().stream().filter(failure -> toldFailures.add(failure.seed())).forEach(failure -> err.println("failed: seed "
        + failure.seed() + ", " + failure.violations().get(0) + "; to see it: ringside sim trace --seed " + failure.seed()
        + " --seconds " + seconds + piece.flag()));
    if (soFar.realMillis() - toldMillis >= PROGRESS_MILLIS) {
      toldMillis = soFar.realMillis();
      err.printf(Locale.ROOT, "%d seeds, %d failed, %d operations, %d faults, %.0f virtual seconds a second%n",
          soFar.seeds(), soFar.failures().size(), soFar.operations(), soFar.faults(), soFar.speed());
      err.flush();
    }
  }

  private void tellStates(PrintWriter out, Exploration explored) {
    if (output.json()) {
      List<List<?>> rows = new ArrayList<>();
      explored.rare().forEach((state, count) -> rows.add(List.of(state.toString(), count)));
      explored.unreached().forEach(state -> rows.add(List.of(state.toString(), 0)));
      output.print(out, List.of("state", "times"), rows);
      return;
    }
    out.println("rare states: " + explored.rare().entrySet().stream()
        .map(state -> state.getKey() + " " + state.getValue()).collect(Collectors.joining(", ")));
    if (!explored.unreached().isEmpty()) {
      out.println("never reached: " + explored.unreached());
    }
  }

  private void tellFailure(PrintWriter out, Report failure) {
    String first = failure.violations().get(0).toString();
    List<String> by = failure.violations().stream().map(Violation::invariant).distinct().toList();
    var next = new NextSteps("--seed " + failure.seed() + " --seconds " + seconds + piece.flag(),
        "seed-" + failure.seed() + "-shrunk.run", "seed-" + failure.seed() + ".jsonl", logOf(failure.seed()));
    if (output.json()) {
      var columns = new ArrayList<>(List.of("failed", "why", "violated"));
      columns.addAll(NextSteps.COLUMNS);
      var cells = new ArrayList<Object>(List.of(failure.seed(), first, by));
      cells.addAll(next.cells());
      output.print(out, columns, List.of(cells));
      return;
    }
    tell(out, "failed", failure.seed(), first);
    if (piece.isGiven()) {
      out.println("  noticed by: " + by);
    }
    next.tell(out, "  ");
  }

  private Path logOf(long seed) {
    return logs++ < MOST_LOGS ? log.write("seed-" + seed, Runs.script(seed, seconds), piece.wiring()) : null;
  }

  private void tell(PrintWriter out, String what, long seed, String why) {
    if (output.json()) {
      output.print(out, List.of(what, "why"), List.of(List.of(seed, why)));
    } else {
      out.println("seed " + seed + " " + what + ": " + why);
    }
  }
}
