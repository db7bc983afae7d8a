package io.ringside.cli;

import io.ringside.explore.Report;
import io.ringside.explore.Runs;
import io.ringside.sim.RunLog;
import io.ringside.sim.Wiring;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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

  @Mixin
  private LogOption log;

  @Option(names = "--print-script", description = "Print the run's script instead of playing it.")
  private boolean printScript;

  @Option(names = "--record", paramLabel = "FILE.jsonl",
      description = "Write all that happens as an event log, a line of JSON each: docs/events.md. The run is the same.")
  private Path record;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (printScript) {
      out.print(run.<String>withScript(script -> Runs.madeBy(Version.build(), script)));
      return ExitCode.OK;
    }
    log.check();
    Supplier<Wiring> wiring = run.wiring();
    Report report = record == null ? run.withScript(script -> Runs.play(script, wiring, null)) : recorded(wiring);
    List<String> violations = report.violations().stream().map(Object::toString).toList();
    var columns = new ArrayList<>(COLUMNS);
    var row = new ArrayList<Object>(List.of(run.isFile() ? report.seed() : run.seed(), report.hash(), report.things(),
        report.operations(), report.acknowledged(), report.refused(), report.unknown(), report.faults(), report.messages(),
        report.virtualMillis(), output.json() ? violations : violations.size()));
    if (report.ok()) {
      output.print(out, columns, List.of(row));
      return ExitCode.OK;
    }
    var next = new NextSteps(run.flags(), run.name() + "-shrunk.run",
        record != null ? record.toString() : run.name() + ".jsonl", run.<Path>withScript(script ->
        log.write(run.name(), script, wiring)));
    if (output.json()) {
      columns.addAll(NextSteps.COLUMNS);
      row.addAll(next.cells());
    }
    output.print(out, columns, List.of(row));
    if (!output.json()) {
      violations.forEach(violation -> out.println("  " + violation));
      next.tell(out, "");
    }
    return ExitCode.NOT_FOUND;
  }

  private Report recorded(Supplier<Wiring> wiring) {
    return RecordedFile.write(record, new RunLog.Origin(Version.build(), run.flags()), (origin, lines) ->
        run.withScript(script -> Runs.record(script, wiring, origin, lines)));
  }
}
