package io.ringside.cli;

import io.ringside.check.HistoryJson;
import io.ringside.explore.Elle;
import io.ringside.explore.Report;
import io.ringside.explore.Runs;
import io.ringside.explore.SpaceTime;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringside sim trace}: what happened in a run. */
@Command(name = "trace",
    description = "Print what happened in a run, in the order of virtual time: where, and what.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every invariant held", "1:one was violated", "64:no such seed, or a script that cannot be played"})
final class SimTraceCommand implements Callable<Integer> {
  /** How a trace is written. */
  private enum Form {
    /** A line for people: time, node, what. */
    LINES,
    /** As the simulator hashes it. */
    RAW,
    /** Events with vector clocks; read by ShiViz with its default expression. */
    SHIVIZ,
    /** What clients asked and were told, as EDN for Jepsen and Elle. */
    ELLE,
    /** The same as lines of JSON, for the project's own checkers. */
    HISTORY
  }

  @Spec
  private CommandSpec spec;

  @Mixin
  private RunOptions run;

  @Option(names = "--form", paramLabel = "FORM", defaultValue = "lines",
      description = "lines, raw, shiviz, elle or history (default: ${DEFAULT-VALUE}).")
  private Form form;

  @Option(names = "--heartbeats", description = "Gossip and looks at the own view too.")
  private boolean heartbeats;

  @Option(names = "--key", paramLabel = "KEY", description = "Only what names this key, and what is done to the cluster.")
  private String key;

  @Option(names = "--from", paramLabel = "MS", defaultValue = "0", description = "Nothing before this virtual time.")
  private long fromMillis;

  @Option(names = "--to", paramLabel = "MS", description = "Nothing after this virtual time.")
  private long toMillis = Long.MAX_VALUE / 1000;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    var spaceTime = new SpaceTime();
    Report report = run.withScript(script -> Runs.play(script, line -> {
      if (form == Form.RAW) {
        out.println(line);
      } else if (form == Form.LINES || form == Form.SHIVIZ) {
        spaceTime.read(line).filter(this::isWanted).ifPresent(one -> print(out, one));
      }
    }));
    if (form == Form.ELLE) {
      Elle.lines(report.history()).forEach(out::println);
    } else if (form == Form.HISTORY) {
      HistoryJson.lines(report.history()).forEach(out::println);
    }
    report.violations().forEach(violation -> spec.commandLine().getErr().println("violated: " + violation));
    return report.ok() ? ExitCode.OK : ExitCode.NOT_FOUND;
  }

  private boolean isWanted(SpaceTime.Happening one) {
    boolean inTime = one.atMicros() >= fromMillis * 1000 && one.atMicros() <= toMillis * 1000;
    boolean doneToTheWorld = one.node().isEmpty() && !one.what().contains("(m");
    boolean aboutKey = key == null || doneToTheWorld || one.what().contains("key=" + key + " ");
    return inTime && aboutKey && (heartbeats || !one.heartbeat());
  }

  private void print(PrintWriter out, SpaceTime.Happening one) {
    if (form == Form.LINES) {
      out.println(one.line());
    } else if (!one.node().isEmpty()) {
      out.println(one.shiViz());
    }
  }
}
