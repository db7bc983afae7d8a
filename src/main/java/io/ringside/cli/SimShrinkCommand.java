package io.ringside.cli;

import io.ringside.explore.Runs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
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
  @Spec
  private CommandSpec spec;

  @Mixin
  private RunOptions run;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the script there (default: print it).")
  private Path out;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Optional<Runs.Shrunk> shrunk = run.withScript(script -> Runs.shrink(script, line -> {
      err.println(line);
      err.flush();
    }));
    if (shrunk.isEmpty()) {
      err.println("this run violates nothing");
      return ExitCode.OK;
    }
    String text = "# violates " + shrunk.get().invariant() + "; found in " + shrunk.get().runs() + " runs\n";
    write(shrunk.get().script().replaceFirst("\n", "\n" + text.replace("$", "\\$")));
    return ExitCode.NOT_FOUND;
  }

  private void write(String script) {
    if (out == null) {
      spec.commandLine().getOut().print(script);
      return;
    }
    try {
      Files.writeString(out, script);
      spec.commandLine().getOut().println("play it: ringside sim run --script " + out);
    } catch (IOException unwritable) {
      throw new CommandFailure(ExitCode.INTERNAL, out + " cannot be written: " + unwritable.getMessage());
    }
  }
}
