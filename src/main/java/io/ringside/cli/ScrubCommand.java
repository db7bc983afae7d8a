package io.ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
        "2:a node does not answer"})
final class ScrubCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("node", "records", "corrected", "quarantined", "unhealed", "note");
  private static final long LOOK_MILLIS = 500;

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
    String told = "";
    while (isRunning(seen)) {
      told = tell(seen, told);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
      seen = ofInterest(cluster.json("/cluster/repair"));
    }
    List<List<?>> rows = new ArrayList<>();
    seen.forEach(one -> rows.add(row(one)));
    output.print(spec.commandLine().getOut(), COLUMNS, rows);
    return exitCode(seen);
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
        + (one.path("reachable").asBoolean() ? ScrubProgress.of(one) : "silent")));
    String now = String.join(", ", words);
    PrintWriter err = spec.commandLine().getErr();
    if (!now.equals(before)) {
      err.println("scrub: " + now);
    }
    return now;
  }

  private static List<?> row(JsonNode one) {
    JsonNode scrub = one.path("scrub");
    return List.of(one.path("node").asText(), scrub.path("records").asLong(), scrub.path("corrected").asLong(),
        scrub.path("quarantined").asLong(), one.path("quarantined").asLong(), one.path("reason").asText());
  }

  private static int exitCode(List<JsonNode> nodes) {
    boolean all = nodes.stream().allMatch(one -> one.path("reachable").asBoolean());
    if (!all) {
      return ExitCode.DEGRADED;
    }
    return nodes.stream().allMatch(one -> one.path("quarantined").asLong() == 0)
        ? ExitCode.OK : ExitCode.NOT_FOUND;
  }
}
