package io.ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringside scrub}: every node looks at all that it holds, and mends what is wrong. */
@Command(
    name = "scrub",
    description = {
        "Let nodes look at all their records and digests, and follow them until they are done.",
        "CORRECTED digests were wrong; QUARANTINED records could not be read, and UNHEALED are those whose copies elsewhere have",
        "not all been asked for yet. Interrupting it stops only the following."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:all was looked at, and what was wrong is mended",
        "1:records that could not be read are not healed yet",
        "2:a node does not answer, and what it does is not known"})
final class ScrubCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("node", "records", "corrected", "quarantined", "unhealed", "note");
  private static final long LOOK_MILLIS = 500;

  /** When nobody is known to be at it any more, whoever has been silent so often in a row is given up. */
  private static final int SILENT_LOOKS = 10;

  @Spec
  private CommandSpec spec;

  @Mixin
  private ClusterOptions cluster;

  @Mixin
  private OutputOptions output;

  @Option(names = "--node", paramLabel = "NAME", description = "Only this one.")
  private String node;

  @Override
  public Integer call() {
    List<JsonNode> seen = ofInterest(cluster.post("/cluster/scrub" + (node == null ? "" : "?node=" + node)));
    SortedSet<String> unasked = silent(seen);
    String told = "";
    int silentLooks = 0;
    while (isRunning(seen) || !silent(seen).isEmpty() && silentLooks < SILENT_LOOKS) {
      told = tell(seen, told);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
      seen = askLate(unasked, ofInterest(cluster.json("/cluster/repair")));
      silentLooks = silent(seen).isEmpty() ? 0 : silentLooks + 1;
    }
    List<List<?>> rows = new ArrayList<>();
    seen.forEach(one -> rows.add(row(one)));
    output.print(spec.commandLine().getOut(), COLUMNS, rows);
    return exitCode(seen);
  }

  /** Whoever was silent when all were asked is asked again as soon as it is heard; what it says then takes the look's place. */
  private List<JsonNode> askLate(SortedSet<String> unasked, List<JsonNode> seen) {
    SortedSet<String> stillSilent = silent(seen);
    return seen.stream().map(one -> {
      String name = one.path("node").asText();
      if (stillSilent.contains(name) || !unasked.contains(name)) {
        return one;
      }
      JsonNode begun = cluster.post("/cluster/scrub?node=" + name).path("nodes").path(0);
      if (isReachable(begun)) {
        unasked.remove(name);
      }
      return begun;
    }).toList();
  }

  private static SortedSet<String> silent(List<JsonNode> nodes) {
    return nodes.stream().filter(one -> !isReachable(one)).map(one -> one.path("node").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isReachable(JsonNode one) {
    return one.path("reachable").asBoolean();
  }

  private List<JsonNode> ofInterest(JsonNode answer) {
    return StreamSupport.stream(answer.path("nodes").spliterator(), false)
        .filter(one -> node == null || one.path("node").asText().equals(node)).toList();
  }

  private static boolean isRunning(List<JsonNode> nodes) {
    return nodes.stream().anyMatch(one -> one.path("scrub").path("running").asBoolean());
  }

  /** Only what is new, to standard error. */
  private String tell(List<JsonNode> nodes, String before) {
    var words = new ArrayList<String>();
    nodes.forEach(one -> words.add(one.path("node").asText() + " "
        + (isReachable(one) ? ScrubProgress.of(one) : "silent")));
    String now = String.join(", ", words);
    PrintWriter err = spec.commandLine().getErr();
    if (!now.equals(before)) {
      err.println("scrub: " + now);
    }
    return now;
  }

  /** Of a node that does not answer nothing is known. */
  private static List<?> row(JsonNode one) {
    String name = one.path("node").asText();
    String note = one.path("reason").asText();
    if (!isReachable(one)) {
      return List.of(name, "-", "-", "-", "-", note);
    }
    JsonNode scrub = one.path("scrub");
    return List.of(name, scrub.path("records").asLong(), scrub.path("corrected").asLong(),
        scrub.path("quarantined").asLong(), one.path("quarantined").asLong(), note);
  }

  private static int exitCode(List<JsonNode> nodes) {
    if (!silent(nodes).isEmpty()) {
      return ExitCode.DEGRADED;
    }
    return nodes.stream().allMatch(one -> one.path("quarantined").asLong() == 0)
        ? ExitCode.OK : ExitCode.NOT_FOUND;
  }
}
