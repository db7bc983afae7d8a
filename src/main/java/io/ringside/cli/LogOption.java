package io.ringside.cli;

import io.ringside.explore.Runs;
import io.ringside.sim.Wiring;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The flag {@code --log-dir}, and the event logs of failing runs in that directory. */
final class LogOption {
  @Option(names = "--log-dir", paramLabel = "DIR",
      description =
      "Where a failing run's log is written: all that happened, one thing a line (default: a fresh temporary directory).")
  private Path directory;

  /** Before anything is played: nobody wants to hear of it after an hour. */
  void check() {
    if (directory != null) {
      directory();
    }
  }

  /** Plays the run again, which gives the same, and answers the file that says all of it. */
  Path write(String name, String script, Supplier<Wiring> wiring) {
    Path file = directory().resolve(name + ".log");
    try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(file))) {
      Runs.play(script, wiring, lines::println).violations().forEach(violation -> lines.println("in the end: " + violation));
      if (lines.checkError()) {
        throw new IOException("no room, perhaps");
      }
    } catch (IOException unwritable) {
      throw new CommandFailure(ExitCode.INTERNAL, file + " cannot be written: " + unwritable.getMessage(),
          "name another place with --log-dir");
    }
    return file;
  }

  private Path directory() {
    try {
      directory = directory == null ? Files.createTempDirectory("ringside-runs-") : Files.createDirectories(directory);
      return directory;
    } catch (IOException impossible) {
      throw new CommandFailure(ExitCode.USAGE, "there can be no directory " + directory + ": " + impossible.getMessage(),
          "name another place with --log-dir");
    }
  }
}
