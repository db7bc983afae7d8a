package io.ringside.cli;

import io.ringside.sim.RunLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The file of {@code --record}. */
final class RecordedFile {
  private RecordedFile() {}

  /** Plays with the file open for the log's lines; what is given back is what {@code play} does. */
  static <R> R write(Path file, RunLog.Origin origin, BiFunction<RunLog.Origin, Consumer<String>, R> play) {
    try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(file))) {
      R played = play.apply(origin, line -> lines.append(line).append('\n'));
      if (lines.checkError()) {
        throw new IOException("no room, perhaps");
      }
      return played;
    } catch (IOException unwritable) {
      throw new CommandFailure(ExitCode.INTERNAL, file + " cannot be written: " + unwritable.getMessage(),
          "name another place with --record");
    }
  }
}
