package io.ringside.explore;

import io.ringside.check.Attempt;
import io.ringside.check.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A history as Jepsen and Elle read it: one EDN map per line, an invocation and a completion for each attempt, as transactions of
 * one register each. Siblings are read as a set, since no single value is right.
 */
public final class Elle {
  private Elle() {}

  private record Moment(long atMicros, boolean completion, Attempt attempt) {}

  public static List<String> lines(History history) {
    var moments = new ArrayList<Moment>();
    for (Attempt attempt : history.attempts()) {
      moments.add(new Moment(attempt.invokedMicros(), false, attempt));
      if (attempt.returnedMicros() != Attempt.NEVER) {
        moments.add(new Moment(attempt.returnedMicros(), true, attempt));
      }
    }
    moments.sort(Comparator.comparingLong(Moment::atMicros).thenComparing(Moment::completion));
    SortedMap<String, Integer> processes = new TreeMap<>();
    var lines = new ArrayList<String>();
    for (Moment moment : moments) {
      int process = processes.computeIfAbsent(moment.attempt().call().session(), first -> processes.size());
      lines.add("{:index " + lines.size() + ", :time " + moment.atMicros() * 1000 + ", :process " + process + ", :type "
          + type(moment) + ", :f :txn, :value [" + transaction(moment) + "]}");
    }
    return lines;
  }

  private static String type(Moment moment) {
    if (!moment.completion()) {
      return ":invoke";
    }
    return switch (moment.attempt().outcome()) {
      case OK -> ":ok";
      case FAILED -> ":fail";
      case UNKNOWN -> ":info";
    };
  }

  private static String transaction(Moment moment) {
    Attempt attempt = moment.attempt();
    String key = quoted(attempt.call().key().toString());
    if (attempt.call().isWrite()) {
      String value = attempt.call().written().map(content -> quoted(content.body().utf8())).orElse("nil");
      return "[:w " + key + " " + value + "]";
    }
    if (!moment.completion() || !attempt.isOk()) {
      return "[:r " + key + " nil]";
    }
    List<String> values = attempt.answer().found().values().stream().flatMap(version -> version.content().stream())
        .map(content -> quoted(content.body().utf8())).sorted().toList();
    return "[:r " + key + " " + switch (values.size()) {
      case 0 -> "nil";
      case 1 -> values.get(0);
      default -> "#{" + String.join(" ", values) + "}";
    } + "]";
  }

  /** An EDN string. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        .replace("\r", "\\r") + '"';
  }
}
