package io.ringside.cli;

import io.ringside.config.NodeConfig;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringside node}: one member in this JVM, until SIGINT or SIGTERM. */
@Command(
    name = "node",
    description = "Run one member of a cluster in this JVM until Ctrl-C. Without a roster it is a cluster of its own.")
final class NodeCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  @Mixin
  private ConfigOptions options;

  @Mixin
  private OutputOptions output;

  @Option(names = "--stop-with-stdin",
      description = "Also stop when standard input ends: for a program that starts nodes and must leave none behind.")
  private boolean stopWithStdin;

  @Override
  public Integer call() {
    NodeConfig config = options.resolve().node();
    Logging.configure(config);
    if (stopWithStdin) {
      watchStandardInput();
    }
    try (var termination = new Termination(); var member = new Member(config)) {
      member.start();
      if (!termination.asked().isDone()) {
        announce(config, member);
      }
      member.runUntil(termination.asked());
    }
    return ExitCode.OK;
  }

  private void announce(NodeConfig config, Member member) {
    if (output.json()) {
      output.print(spec.commandLine().getOut(), List.of("name", "pid", "http", "bus", "data"), List.of(List.of(
          config.self().name(), ProcessHandle.current().pid(), member.http(), member.bus(), directory(config))));
    } else {
      spec.commandLine().getOut().println(config.self() + " is ready: " + member.http() + ", data in " + directory(config));
    }
  }

  private static String directory(NodeConfig config) {
    return config.data().directory().toAbsolutePath().normalize().toString();
  }

  private static void watchStandardInput() {
    var watch = new Thread(() -> {
      try {
        while (System.in.read() >= 0) {
          continue;
        }
      } catch (IOException unreadable) {
        // as if it had ended
      }
      System.exit(ExitCode.OK);
    }, "ringside-stdin");
    watch.setDaemon(true);
    watch.start();
  }
}
