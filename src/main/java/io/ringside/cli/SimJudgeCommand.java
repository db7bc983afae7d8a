package io.ringside.cli;

import io.ringside.check.Attempt.Outcome;
import io.ringside.check.Guarantee;
import io.ringside.check.History;
import io.ringside.check.HistoryJson;
import io.ringside.check.Judge;
import io.ringside.check.Judgement;
import io.ringside.check.Linearizability.Verdict;
import io.ringside.check.MalformedHistory;
import io.ringside.check.Promises;
import io.ringside.check.Staleness;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringside sim judge}: a history, wherever it was recorded. */
@Command(name = "judge",
    description = {
        "Judge a history: what clients asked and were told, a line of JSON each, as 'sim trace --form history' writes it.",
        "It may come from a real cluster (check.HistoryRecorder, check.HistoryJson). Only answers are judged: nothing is known",
        "of what nodes said or of what is left, so what an answer does not show goes unnoticed."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every invariant held that answers can show", "1:one was violated", "64:no such file, or no history"})
final class SimJudgeCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of("attempts", "ok", "failed", "unknown", "keys", "reads", "staleReads", "undecidedKeys", "violations");

  @Spec
  private CommandSpec spec;

  @Mixin
  private OutputOptions output;

  @Parameters(paramLabel = "FILE", description = "The history.")
  private Path file;

  @Option(names = "--promised", paramLabel = "GUARANTEE",
      description = "What each session was promised, any of ${COMPLETION-CANDIDATES}; may be given more than once.")
  private List<Guarantee> promised = new ArrayList<>();

  @Option(names = "--linearizable", description = "Each key was to behave like one register.")
  private boolean linearizable;

  @Override
  public Integer call() {
    History history = read();
    Judgement judgement = new Judge(new Promises(new TreeSet<>(promised), linearizable)).judge(history);
    Staleness staleness = judgement.staleness();
    List<String> violations = judgement.violations().stream().map(Object::toString).toList();
    PrintWriter out = spec.commandLine().getOut();
    output.print(out, COLUMNS, List.of(List.of(history.attempts().size(), count(history, Outcome.OK),
        count(history, Outcome.FAILED), count(history, Outcome.UNKNOWN), history.byKey().size(), staleness.reads(),
        staleness.stale(), judgement.undecided(), output.json() ? violations : violations.size())));
    if (!output.json()) {
      violations.forEach(violation -> out.println("  " + violation));
      judgement.linearizability().forEach((key, result) -> {
        if (result.verdict() == Verdict.UNDECIDED) {
          out.println("  undecided: " + key + ": " + result.reason());
        }
      });
    }
    return judgement.ok() ? ExitCode.OK : ExitCode.NOT_FOUND;
  }

  private static long count(History history, Outcome outcome) {
    return history.attempts().stream().filter(attempt -> attempt.outcome() == outcome).count();
  }

  private History read() {
    try {
      return HistoryJson.read(Files.readAllLines(file));
    } catch (MalformedHistory refused) {
      throw new CommandFailure(ExitCode.USAGE, file + ": " + refused.getMessage(),
          "'sim trace --seed 1 --form history' shows a whole one");
    } catch (IOException unreadable) {
      throw new CommandFailure(ExitCode.USAGE, file + " cannot be read: " + unreadable, "it must be UTF-8 text");
    }
  }
}
