package io.ringside.cli;

import io.ringside.config.ConfigSources;
import io.ringside.config.ResolvedConfig;
import io.ringside.config.Setting;
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

/** {@code ringside config}: what a node would run with, and whether a file is good. */
@Command(
    name = "config",
    description = "Show the settings a node would run with, or check a file.",
    subcommands = {ConfigCommand.Show.class, ConfigCommand.Check.class})
final class ConfigCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "config needs a command: show or check");
  }

  /** Prints each key and value and, when asked, where it came from. */
  @Command(name = "show",
      description = "Print every setting: defaults, then file, then RINGSIDE_* environment, then flags.")
  static final class Show implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private OutputOptions output;

    @Option(names = "--origin", description = "Also say where each value came from.")
    private boolean origin;

    @Override
    public Integer call() {
      List<String> columns = origin ? List.of("key", "value", "origin") : List.of("key", "value");
      output.print(spec.commandLine().getOut(), columns,
          config.resolve().settings().values().stream().map(this::row).collect(Collectors.toList()));
      return ExitCode.OK;
    }

    private List<?> row(Setting setting) {
      return origin
          ? List.of(setting.key(), setting.text(), setting.origin().toString())
          : List.of(setting.key(), setting.text());
    }
  }

  /** Says whether a file alone, without environment and flags, is a usable configuration. */
  @Command(name = "check", description = "Check a configuration file without starting anything.")
  static final class Check implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The YAML file.")
    private Path file;

    @Option(names = "--name", description = "Check it for this member, as in node --name.")
    private String name;

    @Override
    public Integer call() {
      var sources = new ConfigSources().file(file);
      if (name != null) {
        sources.set("node.name", name, "--name");
      }
      ResolvedConfig resolved = sources.read();
      spec.commandLine().getOut().println(file + ": ok for " + resolved.node().self());
      return ExitCode.OK;
    }
  }
}
