package io.ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
        "DIFFER how many are not now, KEYS the records known to differ in them, QUARANTINED those that the node could not read.",
        "TOMBSTONES is how many deleted and expired records the node has not forgotten yet, or - while it has not counted them,",
        "WAITED the seconds for which the first of them has been dead, REAPED how many it has forgotten since it started."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:all that could be compared is equal",
        "1:something differs, or could not be read",
        "2:a node does not answer"})
final class RepairStatusCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of(
      "node", "peer", "equal", "trees", "oldest", "differ", "keys", "quarantined", "tombstones", "waited", "reaped",
      "scrub");

  @Spec
  private CommandSpec spec;

  @Mixin
  private ClusterOptions cluster;

  @Mixin
  private OutputOptions output;

  @Override
  public Integer call() {
    JsonNode nodes = cluster.json("/cluster/repair").path("nodes");
    List<List<?>> rows = new ArrayList<>();
    nodes.forEach(node -> addRows(rows, node));
    output.print(spec.commandLine().getOut(), COLUMNS, rows);
    if (stream(nodes).anyMatch(node -> !node.path("reachable").asBoolean())) {
      return ExitCode.DEGRADED;
    }
    return stream(nodes).anyMatch(RepairStatusCommand::isUnequal) ? ExitCode.NOT_FOUND : ExitCode.OK;
  }

  private static boolean isUnequal(JsonNode node) {
    return node.path("quarantined").asLong() > 0
        || stream(node.path("peers")).anyMatch(peer -> peer.path("differing").asInt() > 0);
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static void addRows(List<List<?>> rows, JsonNode node) {
    String name = node.path("node").asText();
    if (!node.path("reachable").asBoolean()) {
      rows.add(List.of(name, "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", node.path("reason").asText()));
      return;
    }
    if (node.path("peers").isEmpty()) {
      rows.add(row(List.of(name, "-", 0, 0, 0, 0, 0), node));
    }
    node.path("peers").forEach(peer -> rows.add(row(List.of(name, peer.path("node").asText(), peer.path("verified").asInt(),
        peer.path("trees").asInt(), peer.path("oldestMillis").asLong() / 1000, peer.path("differing").asInt(),
        peer.path("keys").asLong()), node)));
  }

  private static List<?> row(List<?> ofPeer, JsonNode node) {
    JsonNode deletes = node.path("deletes");
    boolean counted = deletes.path("counted").asBoolean();
    List<?> ofNode = List.of(
        node.path("quarantined").asLong(),
        counted ? deletes.path("waiting").asLong() : "-",
        counted ? deletes.path("oldestMillis").asLong() / 1000 : "-",
        deletes.path("reaped").asLong(),
        ScrubProgress.of(node));
    return Stream.concat(ofPeer.stream(), ofNode.stream()).toList();
  }
}
