package io.ringside.cli;

import io.ringside.explore.Runs;
import io.ringside.sim.Wiring;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringside sim shrink}: the smallest run that still fails. */
@Command(name = "shrink",
    description = "Make a failing run as small as it can be while it violates the same invariant: fewer faults, clients, keys.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing is violated, so there is nothing to shrink", "1:here is a smaller run that fails",
        "64:no such seed, or a script that cannot be played"})
final class SimShrinkCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("violates", "runs", "out", "script", "replay", "trace");

  @Spec
  private CommandSpec spec;

  @Mixin
  private RunOptions run;

  @Mixin
  private OutputOptions output;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the script there (default: print it).")
  private Path out;

  @Override
  public Integer call() {
    Supplier<Wiring> wiring = run.wiring();
    checkOut();
    PrintWriter err = spec.commandLine().getErr();
    Optional<Runs.Shrunk> shrunk = run.withScript(script -> Runs.shrink(script, wiring, line -> {
      err.println(line);
      err.flush();
    }));
    if (shrunk.isEmpty()) {
      err.println("this run violates nothing");
      tell("", 1, "", List.of("", ""));
      return ExitCode.OK;
    }
    String invariant = shrunk.get().invariant();
    int runs = shrunk.get().runs();
    String planted = run.pieceFlag().isEmpty() ? "" : "; play it with" + run.pieceFlag();
    String script = Runs.madeBy(Version.build(),
        Runs.remarked("violates " + invariant + "; found in " + runs + " runs" + planted, shrunk.get().script()));
    write(script);
    String flags = out == null ? "" : "--script " + out + run.pieceFlag();
    List<String> next = out == null ? List.of("", "") : List.of("ringside sim run " + flags, "ringside sim trace " + flags);
    tell(invariant, runs, script, next);
    return ExitCode.NOT_FOUND;
  }

  private void tell(String invariant, int runs, String script, List<String> next) {
    PrintWriter to = spec.commandLine().getOut();
    if (output.json()) {
      output.print(to, COLUMNS, List.of(List.of(
          invariant, runs, out == null ? "" : out.toString(), script, next.get(0), next.get(1))));
    } else if (out == null) {
      to.print(script);
    } else if (!script.isEmpty()) {
      to.println("play it: " + next.get(0));
      to.println("read it: " + next.get(1));
    }
  }

  /** Before the work begins: it takes minutes. */
  private void checkOut() {
    Path folder = out == null ? null : out.toAbsolutePath().getParent();
    if (out != null && (Files.isDirectory(out) || Files.exists(out) && !Files.isWritable(out))) {
      throw new CommandFailure(ExitCode.USAGE, "--out: " + out + " cannot be written", "name another file");
    }
    if (folder != null && (!Files.isDirectory(folder) || !Files.isWritable(folder))) {
      throw new CommandFailure(ExitCode.USAGE, "--out: no file can be written in " + folder, "name a directory that there is");
    }
  }

  private void write(String script) {
    try {
      if (out != null) {
        Files.writeString(out, script);
      }
    } catch (IOException unwritable) {
      spec.commandLine().getOut().print(script);
      throw new CommandFailure(ExitCode.INTERNAL, out + " cannot be written: " + unwritable.getMessage());
    }
  }
}
