package io.ringside.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ringside status}: the cluster as one node sees it, a line per member. */
@Command(
    name = "status",
    description = {
        "Show every member as the first node that answers sees it, one line each.",
        "START counts a node's starts, HINTS the writes it keeps for others. Addresses are known of the nodes given with --at."},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all are up", "2:one is not, or no node answers"})
final class StatusCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("node", "status", "start", "up", "hints", "address", "note");

  @Spec
  private CommandSpec spec;

  @Mixin
  private ClusterOptions cluster;

  @Mixin
  private OutputOptions output;

  /** What a member is to its observer. */
  private enum Health {
    UP("●"), STARTING("◐"), SUSPECT("◌"), DOWN("○");

    private final String glyph;

    Health(String glyph) {
      this.glyph = glyph;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Health of(JsonNode node) {
      if (node.path("reachable").asBoolean()) {
        return node.path("ready").asBoolean() ? UP : STARTING;
      }
      return node.path("status").asText().equals("suspect") ? SUSPECT : DOWN;
    }
  }

  @Override
  public Integer call() {
    JsonNode seen = cluster.json("/cluster");
    SortedMap<String, String> addresses = addresses();
    List<List<?>> rows = new ArrayList<>();
    for (JsonNode node : seen.path("nodes")) {
      rows.add(row(node, addresses));
    }
    output.print(spec.commandLine().getOut(), COLUMNS, rows);
    boolean allUp = StreamSupport.stream(seen.path("nodes").spliterator(), false).allMatch(node -> Health.of(node) == Health.UP);
    return allUp ? ExitCode.OK : ExitCode.DEGRADED;
  }

  private SortedMap<String, String> addresses() {
    var addresses = new TreeMap<String, String>();
    for (Map.Entry<String, JsonNode> answer : cluster.jsonOfAll("/cluster").entrySet()) {
      addresses.put(answer.getValue().path("self").asText(), answer.getKey());
    }
    return addresses;
  }

  private List<?> row(JsonNode node, SortedMap<String, String> addresses) {
    String name = node.path("node").asText();
    Health health = Health.of(node);
    String address = addresses.getOrDefault(name, "-");
    long hints = StreamSupport.stream(node.path("hints").spliterator(), false).mapToLong(JsonNode::asLong).sum();
    if (output.json()) {
      return List.of(name, health.word(), node.path("start").asText("0"), node.path("upMillis").asLong(), hints, address,
          note(node));
    }
    return List.of(name, health.glyph + " " + health.word(), node.path("start").asText("-"),
        node.has("upMillis") ? text(Duration.ofMillis(node.path("upMillis").asLong())) : "-",
        node.has("hints") ? hints : "-", address, note(node));
  }

  /** What a node says of itself, and how many hints it had no room for since it started, and why. */
  private static String note(JsonNode node) {
    var note = new StringJoiner("; ").setEmptyValue("");
    if (!node.path("reason").asText().isEmpty()) {
      note.add(node.path("reason").asText());
    }
    node.path("hintCounts").path("dropped").fields().forEachRemaining(dropped ->
        note.add(dropped.getValue().asLong() + " hints dropped (" + dropped.getKey() + ")"));
    return note.toString();
  }

  /** To the second, since nobody acts on less: {@code 2h 3m 4s}. */
  private static String text(Duration up) {
    String hours = up.toHours() > 0 ? up.toHours() + "h " : "";
    String minutes = up.toMinutes() > 0 ? up.toMinutesPart() + "m " : "";
    return hours + minutes + up.toSecondsPart() + "s";
  }
}
