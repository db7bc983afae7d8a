package io.ringside.cli;

import io.ringside.check.History;
import io.ringside.check.HistoryJson;
import io.ringside.check.Violation;
import io.ringside.explore.Elle;
import io.ringside.explore.Report;
import io.ringside.explore.Runs;
import io.ringside.explore.SpaceTime;
import io.ringside.explore.SpaceTime.Happening;
import io.ringside.explore.SpaceTime.Kind;
import io.ringside.sim.Wiring;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
    /** As the simulator hashes it, and what clients do and hear. */
    RAW,
    /** Events with vector clocks; read by ShiViz with its default expression. */
    SHIVIZ,
    /** What clients asked and were told, as EDN for Jepsen and Elle. */
    ELLE,
    /** The same as lines of JSON, for the project's own checkers. */
    HISTORY
  }

  private static final List<String> COLUMNS = List.of("micros", "kind", "where", "key", "what");

  @Spec
  private CommandSpec spec;

  @Mixin
  private RunOptions run;

  @Mixin
  private OutputOptions output;

  @Option(names = "--form", paramLabel = "FORM", defaultValue = "lines",
      description = "lines, raw, shiviz, elle or history (default: ${DEFAULT-VALUE}). With -o json: lines, or history.")
  private Form form;

  @Option(names = "--heartbeats", description = "Gossip, looks at the own view and comparisons of trees too.")
  private boolean heartbeats;

  @Option(names = "--key", paramLabel = "KEY", 
      description = "Only what speaks of this key, and what is done to the cluster.")
  private String key;

  @Option(names = "--from", paramLabel = "MS", description = "Nothing before this virtual time.")
  private Long fromMillis;

  @Option(names = "--to", paramLabel = "MS", description = "Nothing after this virtual time.")
  private Long toMillis;

  private final SortedSet<String> shownViolations = new TreeSet<>();

  @Override
  public Integer call() {
    check();
    PrintWriter out = spec.commandLine().getOut();
    var spaceTime = new SpaceTime();
    Supplier<Wiring> wiring = run.wiring();
    Report report = run.withScript(script -> Runs.play(script, wiring, isOfClients() ? null
        : line -> spaceTime.read(line).filter(this::isWanted).ifPresent(one -> print(out, line, one))));
    if (form == Form.ELLE) {
      Elle.lines(ofKey(report.history())).forEach(out::println);
    } else if (form == Form.HISTORY) {
      HistoryJson.lines(ofKey(report.history())).forEach(out::println);
    }
    report.violations().stream().map(Violation::toString).filter(shownViolations::add).forEach(this::tellInTheEnd);
    return report.ok() ? ExitCode.OK : ExitCode.NOT_FOUND;
  }

  private void check() {
    refuseIf(fromMillis != null && fromMillis < 0, "--from is not negative", "for example --from 5000");
    refuseIf(toMillis != null && toMillis < 0, "--to is not negative", "for example --to 9000");
    refuseIf(fromMillis != null && toMillis != null && fromMillis > toMillis,
        "--from " + fromMillis + " is after --to " + toMillis, "nothing happens before it begins");
    refuseIf(isOfClients() && (fromMillis != null || toMillis != null),
        "a part of a history would be judged wrongly", "--form " + word() + " knows --key, but neither --from nor --to");
    refuseIf(output.json() && form != Form.LINES && form != Form.HISTORY,
        "--form " + word() + " is no JSON", "leave out -o json or --form");
  }

  private static void refuseIf(boolean wrong, String reason, String hint) {
    if (wrong) {
      throw new CommandFailure(ExitCode.USAGE, reason, hint);
    }
  }

  private String word() {
    return form.name().toLowerCase(Locale.ROOT);
  }

  private boolean isOfClients() {
    return form == Form.ELLE || form == Form.HISTORY;
  }

  private History ofKey(History all) {
    return key == null ? all : new History(all.attempts().stream()
        .filter(attempt -> attempt.call().key().toString().equals(key)).toList());
  }

  private boolean isWanted(Happening one) {
    boolean inTime = (fromMillis == null || one.atMicros() / 1000 >= fromMillis)
        && (toMillis == null || one.atMicros() / 1000 <= toMillis);
    boolean always = one.kind() == Kind.WORLD || one.kind() == Kind.VIOLATION;
    return inTime && (always || key == null || one.key().equals(key));
  }

  private void print(PrintWriter out, String raw, Happening one) {
    boolean shown = one.kind() != Kind.TO_ITSELF && (heartbeats || !one.heartbeat());
    if (form == Form.RAW) {
      out.println(raw);
    } else if (form == Form.SHIVIZ && shown && one.isOfANode()) {
      out.println(one.shiViz());
    } else if (form == Form.LINES && shown) {
      if (one.kind() == Kind.VIOLATION) {
        shownViolations.add(one.what());
      }
      tell(out, one);
    }
  }

  private void tell(PrintWriter out, Happening one) {
    if (output.json()) {
      output.print(out, COLUMNS, List.of(List.of(
          one.atMicros(), one.kind().name().toLowerCase(Locale.ROOT), one.node(), one.key(), one.what())));
    } else {
      out.println(one.line());
    }
  }

  /** What only the end shows, and what the listing left out. Forms that other programs read are left as they are. */
  private void tellInTheEnd(String violation) {
    PrintWriter out = spec.commandLine().getOut();
    if (form != Form.LINES) {
      spec.commandLine().getErr().println("violated: " + violation);
    } else if (output.json()) {
      output.print(out, List.of("kind", "what"), List.of(List.of("violation", violation)));
    } else {
      out.println("in the end   !!   " + violation);
    }
  }
}
