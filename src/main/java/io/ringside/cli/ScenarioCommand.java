package io.ringside.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ringside.config.Suggestion;
import io.ringside.scenario.ClusterShape;
import io.ringside.scenario.Scenario;
import io.ringside.scenario.ScenarioException;
import io.ringside.scenario.ScenarioLibrary;
import io.ringside.scenario.ScenarioResult;
import io.ringside.scenario.SimWorld;
import io.ringside.sim.RunLog;
import java.io.IOException;
import java.io.PrintWriter;
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

/** {@code ringside scenario}: what happens if…, played in virtual time or on real nodes. */
@Command(
    name = "scenario",
    description = "List scenarios, show one, or play it.",
    subcommands = {ScenarioCommand.ListAll.class, ScenarioCommand.Show.class, ScenarioCommand.Run.class})
final class ScenarioCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "scenario needs a command: list, show or run");
  }

  /** A scenario of the library by its name, or the file at a path. */
  static Scenario find(String nameOrFile) {
    ScenarioLibrary library = ScenarioLibrary.load();
    return library.named(nameOrFile).orElseGet(() -> {
      Path file = Path.of(nameOrFile);
      if (!Files.isRegularFile(file)) {
        String meant = Suggestion.didYouMean(nameOrFile, library.names());
        throw new CommandFailure(ExitCode.USAGE, "there is no scenario '" + nameOrFile + "', and no such file",
            meant.isEmpty() ? "there are " + String.join(", ", library.names()) : meant);
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

  static int exitCode(ScenarioResult result) {
    return result.ok() ? ExitCode.OK : ExitCode.NOT_FOUND;
  }

  /** Prints each scenario and what it shows. */
  @Command(name = "list", description = "Say which scenarios come with the program.",
      exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:here they are", "64:wrong arguments"})
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

  /** Prints a scenario's file. */
  @Command(name = "show", description = "Print a scenario: what it is about, and its steps.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:here it is", "64:no such scenario, or a file that cannot be played"})
  static final class Show implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "NAME|FILE", description = "A name from 'scenario list', or a file of your own.")
    private String nameOrFile;

    @Override
    public Integer call() {
      Scenario scenario = find(nameOrFile);
      PrintWriter out = spec.commandLine().getOut();
      if (output.json()) {
        output.print(out, List.of("name", "title", "text"), List.of(List.of(scenario.name(), scenario.title(), scenario.text())));
      } else {
        out.print(scenario.text());
      }
      return ExitCode.OK;
    }
  }

  /** Plays one scenario. */
  @Command(name = "run", description = "Play a scenario and check every step.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:every step was as it should be", "1:one was not", "2:ended before it was over",
          "64:no such scenario, or one that cannot be played so"})
  static final class Run implements Callable<Integer> {
    private static final String USUAL_SEED = "1";

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "NAME|FILE", description = "A name from 'scenario list', or a file of your own.")
    private String nameOrFile;

    @Option(names = "--seed", paramLabel = "S",
        description = "Decides every delay and every chance in virtual time (default: " + USUAL_SEED + ").")
    private String seed;

    @Option(names = "--live",
        description = "Play in real time, on nodes in this JVM with their data on disk in a temporary directory.")
    private boolean live;

    @Option(names = "--record", paramLabel = "FILE.jsonl",
        description = "Write all that happens in virtual time as an event log, a line of JSON each: docs/events.md.")
    private Path record;

    @Override
    public Integer call() {
      if (live && seed != null) {
        throw new CommandFailure(ExitCode.USAGE, "a live run has no seed: real time and real disks decide",
            "leave out --live to play in virtual time, or --seed");
      }
      if (live && record != null) {
        throw new CommandFailure(ExitCode.USAGE, "only a run in virtual time can be recorded",
            "leave out --live; GET /events tells what live nodes do");
      }
      Scenario scenario = find(nameOrFile);
      if (live && scenario.whyNotLive().isPresent()) {
        throw new CommandFailure(ExitCode.USAGE, scenario.name() + " is not played live: " + scenario.whyNotLive().get(),
            "leave out --live to play it in virtual time");
      }
      return live ? playLive(scenario) : simulate(scenario, parsedSeed());
    }

    private long parsedSeed() {
      try {
        return Long.parseLong(seed == null ? USUAL_SEED : seed);
      } catch (NumberFormatException notANumber) {
        throw new CommandFailure(ExitCode.USAGE, "--seed: '" + seed + "' is not a whole number", "for example --seed 42");
      }
    }

    private int simulate(Scenario scenario, long chosen) {
      SimWorld.Played played = record == null ? SimWorld.play(scenario, chosen, output.narrator(spec))
          : RecordedFile.write(record, new RunLog.Origin(Version.build(), nameOrFile + " --seed " + chosen), (origin, lines) ->
              SimWorld.record(scenario, chosen, output.narrator(spec), origin, lines));
      PrintWriter out = spec.commandLine().getOut();
      if (output.json()) {
        out.println(JsonNodeFactory.instance.objectNode().put("seed", Long.toString(chosen)).put("hash", played.hash()));
      } else {
        out.println("seed " + chosen + ", hash " + played.hash());
      }
      return exitCode(played.result());
    }

    /** Somebody who ends it before it is over gets no verdict. */
    private int playLive(Scenario scenario) {
      ClusterShape shape = scenario.cluster();
      try (var termination = new Termination();
          var directory = WorkDirectory.of(null);
          var nodes = Demo.start(shape.nodes(), directory.path(), 0, shape.allSettings(), output.narrator(spec), 0)) {
        return nodes.play(scenario, termination).map(ScenarioCommand::exitCode).orElse(ExitCode.DEGRADED);
      }
    }
  }
}
