package io.ringside.cli;

import io.ringside.explore.MalformedScript;
import io.ringside.explore.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which run is meant: a seed's, or one that is written in a file. */
final class RunOptions {
  /** Fresh seeds are short, so that people can read them to each other. */
  private static final long SEED_BOUND = 1_000_000_000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--seed", paramLabel = "S",
      description = "Decides everything; the same seed gives the same hash. Default: a fresh one.")
  private Long seed;

  @Option(names = "--seconds", paramLabel = "S", defaultValue = "60",
      description = "Virtual seconds of load and faults; healing comes after them (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--script", paramLabel = "FILE",
      description = "Play this script instead of a seed's: what shrink writes, or a regression.")
  private Path file;

  /** What is meant, in words that can be typed again. */
  String flags() {
    return file != null ? "--script " + file : "--seed " + seed() + " --seconds " + seconds;
  }

  long seed() {
    if (seed == null) {
      seed = ThreadLocalRandom.current().nextLong(SEED_BOUND);
    }
    return seed;
  }

  boolean isFile() {
    return file != null;
  }

  /** Does something with the script; one that cannot be played ends the command with its line, reason and hint. */
  <R> R withScript(Function<String, R> work) {
    if (seconds < 1) {
      throw new ParameterException(command.commandLine(), "--seconds is at least 1, not " + seconds);
    }
    if (file == null) {
      return work.apply(Runs.script(seed(), seconds));
    }
    try {
      return work.apply(Files.readString(file));
    } catch (MalformedScript refused) {
      throw new CommandFailure(ExitCode.USAGE, file + ", " + refused.getMessage(), refused.hint());
    } catch (IOException unreadable) {
      throw new CommandFailure(ExitCode.USAGE, file + " cannot be read: " + unreadable.getMessage());
    }
  }
}
