package io.ringside.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringside repair}: whether the copies of everything are equal. */
@Command(
    name = "repair",
    description = "Show whether the copies of everything are equal; they become so by themselves.",
    subcommands = RepairStatusCommand.class)
final class RepairCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "repair needs a command: "
        + String.join(", ", spec.subcommands().keySet()));
  }
}
