package io.ringside.cli;

import io.ringside.explore.Report;
import io.ringside.explore.Runs;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringside sim run}: one run, judged. */
@Command(name = "run",
    description = {
        "Run one seed: load and faults, then a core that heals alone, then everything healed, then every checker.",
        "The seed chooses the cluster, its knobs, the faults and what clients do; --print-script shows all of it."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every invariant held", "1:one was violated", "64:no such seed, or a script that cannot be played"})
final class SimRunCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("seed", "hash", "things", "operations", "acknowledged", "refused",
      "unknown", "faults", "messages", "virtualMillis", "violations");

  @Spec
  private CommandSpec spec;

  @Mixin
  private RunOptions run;

  @Mixin
  private OutputOptions output;

  @Option(names = "--print-script", description = "Print the run's script instead of playing it.")
  private boolean printScript;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (printScript) {
      out.print(run.<String>withScript(script -> script));
      return ExitCode.OK;
    }
    Report report = run.withScript(script -> Runs.play(script, null));
    List<String> violations = report.violations().stream().map(Object::toString).toList();
    output.print(out, COLUMNS, List.of(List.of(run.isFile() ? report.seed() : run.seed(), report.hash(), report.things(),
        report.operations(), report.acknowledged(), report.refused(), report.unknown(), report.faults(), report.messages(),
        report.virtualMillis(), output.json() ? violations : violations.size())));
    if (!report.ok() && !output.json()) {
      violations.forEach(violation -> out.println("  " + violation));
      out.println("see it:    ringside sim trace " + run.flags());
      out.println("shrink it: ringside sim shrink " + run.flags() + " --out failing.run");
    }
    return report.ok() ? ExitCode.OK : ExitCode.NOT_FOUND;
  }
}
