package io.ringside.cli;

import io.ringside.scenario.Narrator;
import io.ringside.scenario.Scenario;
import io.ringside.scenario.ScenarioException;
import io.ringside.scenario.ScenarioLibrary;
import io.ringside.scenario.SimWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringside scenario}: what happens if…, played in virtual time. */
@Command(
    name = "scenario",
    description = "List scenarios, or play one in virtual time.",
    subcommands = {ScenarioCommand.ListAll.class, ScenarioCommand.Run.class})
final class ScenarioCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "scenario needs a command: list or run");
  }

  /** A scenario of the library by its name, or the file at a path. */
  static Scenario find(String nameOrFile) {
    ScenarioLibrary library = ScenarioLibrary.load();
    return library.named(nameOrFile).orElseGet(() -> {
      Path file = Path.of(nameOrFile);
      if (!Files.isRegularFile(file)) {
        throw new CommandFailure(ExitCode.USAGE, "there is no scenario '" + nameOrFile + "', and no such file",
            "there are " + String.join(", ", library.names()));
      }
      return parse(file);
    });
  }

  private static Scenario parse(Path file) {
    try {
      return Scenario.parse(Files.readString(file));
    } catch (ScenarioException refused) {
      throw new CommandFailure(ExitCode.USAGE,
          file + ":" + refused.line() + ":" + refused.column() + ": " + refused.reason(), refused.hint());
    } catch (IOException unreadable) {
      throw new CommandFailure(ExitCode.USAGE, "cannot read " + file + ": " + unreadable.getMessage(), "it must be UTF-8 text");
    }
  }

  /** Prints each scenario and what it shows. */
  @Command(name = "list", description = "Say which scenarios come with the program.")
  static final class ListAll implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
      output.print(spec.commandLine().getOut(), List.of("name", "title"), ScenarioLibrary.load().all().stream()
          .map(scenario -> List.of(scenario.name(), scenario.title())).collect(Collectors.toList()));
      return ExitCode.OK;
    }
  }

  /** Plays one scenario. */
  @Command(name = "run", description = "Play a scenario and check every step. Exit code 1 if one is not as it should be.")
  static final class Run implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "NAME|FILE", description = "A name from 'scenario list', or a file of your own.")
    private String nameOrFile;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
        description = "Decides every delay and every chance (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
      Scenario scenario = find(nameOrFile);
      Narrator narrator = output.narrator(spec);
      SimWorld.Played played = SimWorld.play(scenario, seed, narrator);
      if (!output.json()) {
        spec.commandLine().getOut().println("seed " + seed + ", hash " + played.hash());
      }
      return played.result().ok() ? ExitCode.OK : ExitCode.NOT_FOUND;
    }
  }
}
