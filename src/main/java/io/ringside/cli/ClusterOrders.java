package io.ringside.cli;

import io.ringside.cluster.MemberState;
import io.ringside.cluster.SupervisorLink;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What one can tell a cluster that {@code ringside cluster} looks after, from another terminal or a script. */
final class ClusterOrders {
  private ClusterOrders() {
  }

  /** How each member's process is; exit code 2 if one is not up. */
  @Command(name = "status", description = "Show each member's process.")
  static final class Status implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Mixin
    private ClusterDirectory where;

    @Override
    public Integer call() {
      List<MemberState> members = SupervisorLink.to(where.directory()).status();
      ClusterCommand.print(output, spec, members);
      return members.stream().allMatch(MemberState::isUp) ? ExitCode.OK : ExitCode.DEGRADED;
    }
  }

  /** Starts a dead member again; a living one is stopped first. */
  @Command(name = "restart", description = "Start a member again with the same ports and data; stop it first if it runs.")
  static final class Restart implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Mixin
    private ClusterDirectory where;

    @Parameters(paramLabel = "NAME", description = "The member, such as n2.")
    private String name;

    @Override
    public Integer call() {
      ClusterCommand.print(output, spec, List.of(SupervisorLink.to(where.directory()).restart(name)));
      return ExitCode.OK;
    }
  }

  /** Stops one member or, without a name, the whole cluster. */
  @Command(name = "stop", description = "Stop one member cleanly or, without a name, all of them.")
  static final class Stop implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Mixin
    private ClusterDirectory where;

    @Parameters(paramLabel = "NAME", arity = "0..1", defaultValue = "", description = "The member, such as n2; none for all.")
    private String name;

    @Override
    public Integer call() {
      ClusterCommand.print(output, spec, SupervisorLink.to(where.directory()).stop(name));
      return ExitCode.OK;
    }
  }
}
