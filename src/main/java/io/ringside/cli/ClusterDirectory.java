package io.ringside.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flag {@code --data} of a whole cluster: which one is meant. */
final class ClusterDirectory {
  private static final String DEFAULT = "data/cluster";

  @Option(names = "--data", paramLabel = "DIR", defaultValue = DEFAULT,
      description = "Where all members keep what they hold (default: " + DEFAULT + ").")
  private Path directory;

  Path directory() {
    return directory;
  }
}
