package io.ringside.cli;

import io.ringside.config.ConfigSources;
import io.ringside.config.ResolvedConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The flags of every command that needs a node's configuration; they win over the environment, which wins over the
 * file.
 */
final class ConfigOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--config", paramLabel = "FILE", description = "YAML file to read, such as config/node.yaml.")
  private Path file;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting, for example --set quorum.r=1.")
  private List<String> assignments = new ArrayList<>();

  @Option(names = "--name", description = "node.name: which member this is.")
  private String name;

  @Option(names = "--data", paramLabel = "DIR", description = "data.directory: where this node keeps what it holds.")
  private String data;

  @Option(names = "--http-port", paramLabel = "PORT", description = "http.port: 0 for any free one.")
  private String httpPort;

  @Option(names = "--bus-port", paramLabel = "PORT", description = "bus.port: 0 for the roster's, or any free one.")
  private String busPort;

  /**
   * Defaults, file, environment, flags; later ones win. Fails with a {@code ConfigException} that lists every problem.
   */
  ResolvedConfig resolve() {
    return over(new ConfigSources()).read();
  }

  /** The same over a command's own defaults, and open for it to add what it knows better. */
  ConfigSources over(ConfigSources sources) {
    if (file != null) {
      sources.file(file);
    }
    sources.environment(((Main) command.root().userObject()).environment());
    sources.set(assignments, "--set");
    set(sources, "node.name", name, "--name");
    set(sources, "data.directory", data, "--data");
    set(sources, "http.port", httpPort, "--http-port");
    set(sources, "bus.port", busPort, "--bus-port");
    return sources;
  }

  private static void set(ConfigSources sources, String key, String text, String flag) {
    if (text != null) {
      sources.set(key, text, flag);
    }
  }
}
