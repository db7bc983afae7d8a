package io.ringside.cli;

import io.ringside.Key;
import io.ringside.http.OperationJson;
import io.ringside.operation.Explanation;
import io.ringside.operation.Found;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.Version;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Prints what a read found: the bare value for people and pipes, everything as JSON for scripts. */
final class FoundPrinter {
  private static final List<String> SIBLING_COLUMNS = List.of("dot", "type", "value");
  private static final List<String> ATTEMPT_COLUMNS = List.of("node", "for", "outcome", "context", "ms", "counted", "repaired");

  private final CommandSpec spec;
  private final OutputOptions output;
  private final PrintWriter out;

  FoundPrinter(CommandSpec spec, OutputOptions output) {
    this.spec = spec;
    this.output = output;
    this.out = spec.commandLine().getOut();
  }

  /** Answers the exit code: 1 if there is no value. {@code token} is the read's context. */
  int print(Key key, Found found, String token) {
    if (output.json()) {
      out.println(OperationJson.of(key, found, token));
    } else {
      text(key, found);
      found.explanation().ifPresent(this::explain);
    }
    boolean there = found.kind() == Found.Kind.VALUE || found.kind() == Found.Kind.SIBLINGS;
    return there ? ExitCode.OK : ExitCode.NOT_FOUND;
  }

  private void text(Key key, Found found) {
    switch (found.kind()) {
      case VALUE -> value(found.siblings().versions().values().iterator().next().content().orElseThrow());
      case SIBLINGS -> {
        output.print(out, SIBLING_COLUMNS, siblings(found));
        note(key + " has " + found.siblings().versions().size() + " siblings, written without knowing of each other; "
            + "'ringside resolve " + key + " --with max|union|last-write-wins' makes one of them");
      }
      case DELETED -> note(key + " was deleted");
      case NOT_FOUND -> note("there is no " + key);
    }
  }

  /** Byte for byte; on a terminal with an end of line that the value may lack. */
  private void value(Content content) {
    if (content.isText()) {
      out.print(content.body().utf8());
      out.print(System.console() == null ? "" : "\n");
      out.flush();
    } else {
      out.flush();
      System.out.write(content.body().array(), 0, content.body().size());
      System.out.flush();
    }
  }

  private static List<List<?>> siblings(Found found) {
    var rows = new ArrayList<List<?>>();
    for (Map.Entry<Dot, Version> sibling : found.siblings().versions().entrySet()) {
      rows.add(sibling.getValue().content()
          .map(content -> List.of(sibling.getKey().toString(), content.contentType(),
              content.isText() ? content.body().utf8() : content.body().size() + " bytes"))
          .orElse(List.of(sibling.getKey().toString(), "-", "(deleted)")));
    }
    return rows;
  }

  private void explain(Explanation explanation) {
    out.println();
    out.println("coordinator " + explanation.coordinator() + ", partition " + explanation.partition()
        + ", primaries " + explanation.primaries() + ", then " + explanation.fallbacks()
        + ", waited for " + explanation.quorum() + ", took " + explanation.tookMillis() + " ms");
    List<List<?>> rows = new ArrayList<>();
    for (Explanation.Attempt attempt : explanation.attempts()) {
      rows.add(List.of(attempt.node(), attempt.standsInFor().map(Object::toString).orElse("-"), attempt.outcome(),
          attempt.context(), attempt.tookMillis(), attempt.counted(), attempt.repaired()));
    }
    output.print(out, ATTEMPT_COLUMNS, rows);
  }

  private void note(String text) {
    spec.commandLine().getErr().println("ringside: " + text);
  }
}
