package io.ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ringside repair status}: a line for each node and other owner of what it owns. */
@Command(
    name = "status",
    description = {
        "Show what each node knows of the copies at the other owners, one line per pair.",
        "OLDEST is the age in seconds of the tree that was longest ago found equal, EQUAL how many were since the node started,",
        "DIFFER how many are not now, KEYS the records known to differ in them, BYTES what these have, of each the larger of the two.",
        "OPEN is for how many seconds something has needed repair, LEFT how many it will take yet as fast as it goes now, TOOK how",
        "many it took the last time from the first difference to all equal; - if there is none, or nobody can tell.",
        "QUARANTINED is how many records the node could not read.",
        "TOMBSTONES is how many deleted and expired records the node has not forgotten yet, or - while it has not counted them,",
        "WAITED the seconds for which the first of them has been dead, REAPED how many it has forgotten since it started.",
        "NOTE says why a node cannot be told equal yet, whatever the numbers are."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:all copies have been compared, and are equal",
        "1:something differs, or could not be read",
        "2:a node does not answer, or not all has been compared yet"})
final class RepairStatusCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of(
      "node", "peer", "equal", "trees", "oldest", "differ", "keys", "bytes", "open", "left", "took", "quarantined", "tombstones",
      "waited", "reaped", "scrub", "note");

  @Spec
  private CommandSpec spec;

  @Mixin
  private ClusterOptions cluster;

  @Mixin
  private OutputOptions output;

  @Override
  public Integer call() {
    List<JsonNode> nodes = stream(cluster.json("/cluster/repair").path("nodes")).toList();
    SortedSet<String> amnesiac = stream(cluster.json("/cluster").path("nodes")).filter(node -> node.path("amnesiac").asBoolean())
        .map(node -> node.path("node").asText()).collect(Collectors.toCollection(TreeSet::new));
    List<List<?>> rows = new ArrayList<>();
    nodes.forEach(node -> addRows(rows, node, note(node, amnesiac)));
    output.print(spec.commandLine().getOut(), COLUMNS, rows);
    return exitCode(nodes, amnesiac);
  }

  /** What is known to be wrong goes before what is not known yet, but for a node of which nothing is known. */
  static int exitCode(List<JsonNode> nodes, SortedSet<String> amnesiac) {
    if (nodes.stream().anyMatch(node -> !node.path("reachable").asBoolean())) {
      return ExitCode.DEGRADED;
    }
    if (nodes.stream().anyMatch(RepairStatusCommand::isUnequal)) {
      return ExitCode.NOT_FOUND;
    }
    return amnesiac.isEmpty() && nodes.stream().allMatch(RepairStatusCommand::isCompared) ? ExitCode.OK : ExitCode.DEGRADED;
  }

  /** Empty if there is nothing to say. */
  static String note(JsonNode node, SortedSet<String> amnesiac) {
    var note = new StringJoiner("; ");
    if (!node.path("reachable").asBoolean()) {
      note.add(node.path("reason").asText());
    }
    if (node.path("inDoubt").asBoolean()) {
      note.add("its digests are in doubt, and compared with nobody until they are made anew");
    }
    if (amnesiac.contains(node.path("node").asText())) {
      note.add("it has lost data, and not got all of it back");
    }
    return note.toString();
  }

  private static boolean isCompared(JsonNode node) {
    return !node.path("inDoubt").asBoolean()
        && stream(node.path("peers")).allMatch(peer -> peer.path("verified").asInt() >= peer.path("trees").asInt());
  }

  private static boolean isUnequal(JsonNode node) {
    return node.path("quarantined").asLong() > 0
        || stream(node.path("peers")).anyMatch(peer -> peer.path("differing").asInt() > 0);
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static void addRows(List<List<?>> rows, JsonNode node, String note) {
    String name = node.path("node").asText();
    if (!node.path("reachable").asBoolean()) {
      rows.add(unknown(name, note));
      return;
    }
    if (node.path("peers").isEmpty()) {
      rows.add(row(List.of(name, "-", 0, 0, 0, 0, 0, 0, "-", "-", "-"), node, note));
    }
    node.path("peers").forEach(peer -> rows.add(row(List.of(name, peer.path("node").asText(), peer.path("verified").asInt(),
        peer.path("trees").asInt(), peer.path("oldestMillis").asLong() / 1000, peer.path("differing").asInt(),
        peer.path("keys").asLong(), peer.path("bytes").asLong(), seconds(peer.path("openMillis")),
        seconds(peer.path("leftMillis")), seconds(peer.path("tookMillis"))), node, note)));
  }

  private static List<?> unknown(String name, String note) {
    var row = new ArrayList<>(Collections.nCopies(COLUMNS.size(), "-"));
    row.set(0, name);
    row.set(COLUMNS.size() - 1, note);
    return row;
  }

  /** In tenths, since most differences are gone within a few. */
  private static Object seconds(JsonNode millis) {
    return millis.isNumber() ? Math.round(millis.asLong() / 100.0) / 10.0 : "-";
  }

  private static List<?> row(List<?> ofPeer, JsonNode node, String note) {
    JsonNode deletes = node.path("deletes");
    boolean counted = deletes.path("counted").asBoolean();
    List<?> ofNode = List.of(
        node.path("quarantined").asLong(),
        counted ? deletes.path("waiting").asLong() : "-",
        counted ? deletes.path("oldestMillis").asLong() / 1000 : "-",
        deletes.path("reaped").asLong(),
        ScrubProgress.of(node),
        note);
    return Stream.concat(ofPeer.stream(), ofNode.stream()).toList();
  }
}
