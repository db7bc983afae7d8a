package io.ringside.cli;

import io.ringside.explore.MalformedScript;
import io.ringside.explore.Runs;
import io.ringside.sim.Wiring;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which run is meant: a seed's, or one that is written in a file; and with which bug in it, if any. */
final class RunOptions {
  /** Fresh seeds are short, so that people can read them to each other. */
  private static final long SEED_BOUND = 1_000_000_000;
  private static final int USUAL_SECONDS = 60;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--seed", paramLabel = "S",
      description = "Decides everything; the same seed gives the same hash. Default: a fresh one, which is said.")
  private Long seed;

  @Option(names = "--seconds", paramLabel = "S",
      description = "Virtual seconds of load and faults; healing comes after them (default: " + USUAL_SECONDS + ").")
  private Integer seconds;

  @Option(names = "--script", paramLabel = "FILE",
      description = "Play this script instead of a seed's: what shrink writes, or a regression.")
  private Path file;

  @Mixin
  private PieceOption piece;

  private boolean warned;

  /** What is meant, in words that can be typed again. */
  String flags() {
    return (file != null ? "--script " + file : "--seed " + seed() + " --seconds " + seconds()) + piece.flag();
  }

  /** A short name for files about this run. */
  String name() {
    return file != null ? file.getFileName().toString().replaceFirst("[.]run$", "") : "seed-" + seed();
  }

  String pieceFlag() {
    return piece.flag();
  }

  Supplier<Wiring> wiring() {
    return piece.wiring();
  }

  long seed() {
    if (seed == null) {
      seed = ThreadLocalRandom.current().nextLong(SEED_BOUND);
      command.commandLine().getErr().println("ringside: a fresh seed: --seed " + seed);
    }
    return seed;
  }

  private int seconds() {
    return seconds == null ? USUAL_SECONDS : seconds;
  }

  boolean isFile() {
    return file != null;
  }

  /** Does something with the script; one that cannot be played ends the command with its line, reason and hint. */
  <R> R withScript(Function<String, R> work) {
    if (seconds() < 1) {
      throw new ParameterException(command.commandLine(), "--seconds is at least 1, not " + seconds);
    }
    if (file == null) {
      return work.apply(Runs.script(seed(), seconds()));
    }
    if (seed != null || seconds != null) {
      throw new CommandFailure(ExitCode.USAGE, "a script says its own seed and how long it lasts",
          "leave out --script, or --seed and --seconds");
    }
    String script = read();
    Runs.buildOf(script).filter(build -> !warned && !build.equals(Version.build())).ifPresent(this::warn);
    try {
      return work.apply(script);
    } catch (MalformedScript refused) {
      throw new CommandFailure(ExitCode.USAGE, file + ", " + refused.getMessage(), refused.hint());
    }
  }

  private void warn(String build) {
    warned = true;
    command.commandLine().getErr().println("ringside: " + file + " was written by build " + build + ", and this is build "
        + Version.build() + ": the hash will differ where they do, and it may not fail any more");
  }

  private String read() {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException binary) {
      throw new CommandFailure(ExitCode.USAGE, file + " is no run script: it is no text", Runs.WHOLE_ONE);
    } catch (IOException unreadable) {
      throw new CommandFailure(ExitCode.USAGE, file + " cannot be read: " + unreadable.getMessage());
    }
  }
}
