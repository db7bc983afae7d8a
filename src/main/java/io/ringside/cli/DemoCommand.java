package io.ringside.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ringside.config.ConfigException;
import io.ringside.scenario.Scenario;
import io.ringside.scenario.ScenarioResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringside demo}: five nodes in this JVM, a dashboard, and a story told step by step. */
@Command(
    name = "demo",
    description = "Start five nodes in one JVM with a dashboard, play the demonstration, and stay up until Ctrl-C.")
final class DemoCommand implements Callable<Integer> {
  private static final String DEMONSTRATION = "demonstration";
  private static final long COMFORTABLE_MILLIS = 1_500;
  private static final int MAX_NODES = 64;

  @Spec
  private CommandSpec spec;

  @Mixin
  private OutputOptions output;

  @Option(names = "--once", description = "End after the play; exit code 0 only if every step was as it should be.")
  private boolean once;

  @Option(names = "--port", paramLabel = "PORT", defaultValue = "8098",
      description = "The dashboard's port, 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(names = "--data", paramLabel = "DIR",
      description = "Keep the data here. Default: a temporary directory, removed in the end.")
  private Path data;

  @Option(names = "--nodes", paramLabel = "N", defaultValue = "5", description = "How many nodes (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(names = "--pace", paramLabel = "MS",
      description = "Milliseconds between two steps (default: " + COMFORTABLE_MILLIS + ", with --once 0).")
  private Long pace;

  @Option(names = "--scenario", paramLabel = "NAME|FILE", defaultValue = DEMONSTRATION,
      description = "What is played (default: ${DEFAULT-VALUE}).")
  private String nameOrFile;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting, for every node: --set data.durability=async.")
  private List<String> settings = new ArrayList<>();

  @Override
  public Integer call() {
    Scenario scenario = ScenarioCommand.find(nameOrFile);
    check(scenario);
    PrintWriter out = spec.commandLine().getOut();
    try (var termination = new Termination();
        var directory = WorkDirectory.of(data);
        var demo = start(directory.path())) {
      announce(out, demo.address());
      boolean plays = nodes >= scenario.cluster().nodes();
      if (!plays) {
        spec.commandLine().getErr().println("ringside: nothing is played, since " + scenario.name() + " needs "
            + scenario.cluster().nodes() + " nodes");
      }
      Optional<ScenarioResult> result = plays ? demo.play(scenario, termination) : Optional.empty();
      if (once && result.isPresent()) {
        return ScenarioCommand.exitCode(result.get());
      }
      stayUp(out, termination);
      return ExitCode.OK;
    }
  }

  private void check(Scenario scenario) {
    if (nodes < 1 || nodes > MAX_NODES) {
      throw new ParameterException(spec.commandLine(), "--nodes is from 1 to " + MAX_NODES + ", not " + nodes);
    }
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port is from 0 to 65535, not " + port);
    }
    if (pace != null && pace < 0) {
      throw new ParameterException(spec.commandLine(), "--pace is not negative, as " + pace + " is");
    }
    if (once && nodes < scenario.cluster().nodes()) {
      throw new ParameterException(spec.commandLine(), "--once plays " + scenario.name() + ", which needs "
          + scenario.cluster().nodes() + " nodes, not " + nodes);
    }
  }

  private Demo start(Path directory) {
    long paceMillis = pace != null ? pace : once ? 0 : COMFORTABLE_MILLIS;
    try {
      return Demo.start(nodes, directory, port, settings, output.narrator(spec), paceMillis);
    } catch (ConfigException | CommandFailure known) {
      throw known;
    } catch (RuntimeException failed) {
      throw new CommandFailure(ExitCode.INTERNAL, failed.getMessage(),
          "--port 0 takes any free port, --data another directory");
    }
  }

  private void announce(PrintWriter out, String address) {
    if (output.json()) {
      out.println(JsonNodeFactory.instance.objectNode().put("address", address).put("nodes", nodes));
    } else {
      out.println("Dashboard: " + address);
    }
    out.flush();
  }

  private void stayUp(PrintWriter out, Termination termination) {
    if (!output.json() && !termination.asked().isDone()) {
      out.println();
      out.println("The nodes stay up: break them from the dashboard. Ctrl-C stops them.");
      out.flush();
    }
    termination.asked().join();
  }
}
