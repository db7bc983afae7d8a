package io.ringside.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a command keeps the data of its nodes: a given directory, which stays, or a temporary one, which is removed when closed.
 */
record WorkDirectory(Path path, boolean temporary) implements AutoCloseable {
  static WorkDirectory of(Path given) {
    if (given != null) {
      return new WorkDirectory(given, false);
    }
    try {
      return new WorkDirectory(Files.createTempDirectory("ringside-"), true);
    } catch (IOException noDirectory) {
      throw new CommandFailure(ExitCode.INTERNAL, "no temporary directory: " + noDirectory.getMessage(), "name one with --data");
    }
  }

  @Override
  public void close() {
    if (!temporary) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException left) {
      throw new UncheckedIOException(left);
    }
  }
}
