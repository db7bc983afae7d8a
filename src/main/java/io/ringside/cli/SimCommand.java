package io.ringside.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringside sim}: whole clusters in virtual time, each from one seed. */
@Command(
    name = "sim",
    description = "Run whole clusters in virtual time, under faults, and judge what is left.",
    subcommands = {
        SimRunCommand.class,
        SimExploreCommand.class,
        SimTraceCommand.class,
        SimShrinkCommand.class,
        SimJudgeCommand.class,
        SimSpeedCommand.class,
        MuseumCommand.class,
        PhysicsCommand.class})
final class SimCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "sim needs a command: "
        + String.join(", ", spec.subcommands().keySet()));
  }
}
