package io.ringside.cli;

import io.ringside.cluster.ClusterFailure;
import io.ringside.cluster.ClusterFile;
import io.ringside.cluster.ClusterPlan;
import io.ringside.cluster.JavaCommand;
import io.ringside.cluster.MemberState;
import io.ringside.cluster.ProcessCluster;
import io.ringside.cluster.Supervisor;
import io.ringside.cluster.SupervisorLink;
import io.ringside.config.ConfigSources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringside cluster}: several members on this machine, one JVM each, until Ctrl-C. */
@Command(
    name = "cluster",
    description = {
        "Start several members on this machine, one JVM each, and look after them until Ctrl-C.",
        "A member that dies is reported and stays down until 'cluster restart NAME'."},
    subcommands = {ClusterOrders.Status.class, ClusterOrders.Restart.class, ClusterOrders.Stop.class})
final class ClusterCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("name", "pid", "state", "http", "bus", "data");
  private static final int USUAL_COPIES = 3;
  private static final int USUAL_QUORUM = 2;
  private static final int MOST = 32;

  @Spec
  private CommandSpec spec;

  @Mixin
  private OutputOptions output;

  @Option(names = "--nodes", paramLabel = "COUNT", defaultValue = "3", description = "How many members (default: 3).")
  private int nodes;

  @Mixin
  private ClusterDirectory where;

  @Option(names = "--config", paramLabel = "FILE", description = "YAML file for all members; it names no roster.")
  private Path file;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any setting, for all members, as in node --set.")
  private List<String> assignments = new ArrayList<>();

  @Override
  public Integer call() {
    if (nodes < 1 || nodes > MOST) {
      throw new ParameterException(spec.commandLine(), "--nodes is 1 to " + MOST + ", not " + nodes);
    }
    SortedMap<String, String> environment = ((Main) spec.root().userObject()).environment();
    List<String> settings = settings(environment);
    var java = JavaCommand.likeThisOne(Main.class.getName(), jvmOptions(environment));
    refuseSecond();
    return run(new ProcessCluster(ClusterPlan.onLoopback(where.directory(), nodes, settings), java, this::report));
  }

  private int run(ProcessCluster cluster) {
    try (var termination = new Termination(cluster::close); cluster) {
      note("starting " + nodes + " members in " + cluster.plan().directory());
      List<MemberState> up = cluster.start();
      try (Supervisor supervisor = Supervisor.of(cluster)) {
        print(output, spec, up);
        note("Ctrl-C stops them all; 'ringside cluster restart NAME --data " + where.directory() + "' starts one again");
        CompletableFuture.anyOf(supervisor.stopped(), termination.asked()).join();
      }
    }
    return ExitCode.OK;
  }

  private void refuseSecond() {
    if (ClusterFile.isIn(where.directory()) && SupervisorLink.to(where.directory()).isUp()) {
      throw new ClusterFailure("a cluster is running in " + where.directory() + " already",
          "stop it: ringside cluster stop --data " + where.directory() + "; or name another directory with --data");
    }
  }

  /** What each member is told; checked here once, so that a typo is said once and not by every member. */
  private List<String> settings(SortedMap<String, String> environment) {
    var sources = new ConfigSources();
    var told = new ArrayList<String>();
    if (file != null) {
      sources.file(file);
      told.addAll(List.of("--config", file.toString()));
    }
    List<String> all = new ArrayList<>(nodes < USUAL_COPIES ? ofFew() : List.of());
    all.addAll(assignments);
    sources.environment(environment).set(all, "--set").read();
    all.forEach(assignment -> told.addAll(List.of("--set", assignment)));
    return told;
  }

  private List<String> ofFew() {
    int quorum = Math.min(nodes, USUAL_QUORUM);
    return List.of("quorum.n=" + nodes, "quorum.r=" + quorum, "quorum.w=" + quorum);
  }

  private static List<String> jvmOptions(SortedMap<String, String> environment) {
    String options = environment.getOrDefault("RINGSIDE_JAVA_OPTS", "");
    return Arrays.stream(options.split("\\s+")).filter(option -> !option.isEmpty()).toList();
  }

  private void report(MemberState member) {
    note(member.name() + " (" + member.pid() + ") " + member.state()
        + "; start it again: ringside cluster restart " + member.name() + " --data " + where.directory());
  }

  private void note(String text) {
    spec.commandLine().getErr().println("ringside: " + text);
  }

  static void print(OutputOptions output, CommandSpec spec, List<MemberState> members) {
    output.print(spec.commandLine().getOut(), COLUMNS, members.stream().<List<?>>map(member -> List.of(
        member.name(), member.pid(), member.state(), member.http(), member.bus(), member.data())).toList());
  }
}
