package io.ringside.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringside.sim.RunLog;
import io.ringside.testing.NodeScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad links and wrong clocks are faults in the log, from beginning to end, and the page knows them as they are. */
class TroublesLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RunLog.Origin ORIGIN = new RunLog.Origin("a build", "troubles --seed 7");
  private static final String TROUBLES = """
      # troubles: links that are bad, and clocks that are wrong.
      put k-{1..30} v via n1
      lose 12.5%
      lose 50% n1 -> n2
      slow 20ms n1 - n3
      duplicate 10%
      skew n2 -90s
      update k-{1..30} w via n1 every 50ms may fail
      skew n2 +1h
      slow 40ms n1 - n3
      heal
      wait 1s
      lose 5%
      update k-{1..30} x via n4 may fail
      """;

  @Test
  void eachBeginsAndEndsInTheLogUnderItsName() throws Exception {
    List<String> told = new ArrayList<>();
    for (String line : record()) {
      JsonNode event = JSON.readTree(line);
      if (event.get("kind").textValue().startsWith("fault.")) {
        told.add((event.get("kind").textValue().endsWith("begin") ? "+ " : "- ") + event.get("fault").textValue());
      }
    }

    assertThat(told).containsExactly(
        "+ loss 12.5%",
        "+ loss 50% n1->n2",
        "+ delay 20ms n1->n3", "+ delay 20ms n3->n1",
        "+ duplication 10%",
        "+ clock of n2 ahead by -90000ms",
        "- clock of n2 ahead by -90000ms", "+ clock of n2 ahead by 3600000ms",
        "- delay 20ms n1->n3", "- delay 20ms n3->n1", "+ delay 40ms n1->n3", "+ delay 40ms n3->n1",
        "- delay 40ms n1->n3", "- delay 40ms n3->n1", "- duplication 10%", "- loss 12.5%", "- loss 50% n1->n2",
        "+ loss 5%",
        "- loss 5%", "- clock of n2 ahead by 3600000ms");
  }

  @Test
  void messagesAreLostAndDoubledMeanwhile() throws Exception {
    assertThat(record()).anyMatch(line -> line.contains("\"kind\":\"msg.drop\"")).anyMatch(line -> line.contains("msg.duplicate"));
  }

  @Test
  void thePagesStateIsTheSimulatorsWhileTheyLast(@TempDir Path folder) throws Exception {
    Path log = Files.write(folder.resolve("troubles.jsonl"), record());
    JsonNode oracle = JSON.readTree(NodeScript.run(
        "src/test/js/run-oracle.mjs", List.of("--without", "fault.begin,fault.end", log.toString())));

    assertThat(oracle.get("files").get(0).get("checkpoints").intValue()).isGreaterThan(5);
    assertThat(oracle.get("files").get(0).get("wrong")).isEmpty();
    assertThat(oracle.get("noticed").get("fault.begin").isTextual()).isTrue();
    assertThat(oracle.get("noticed").get("fault.end").isTextual()).isTrue();
  }

  @Test
  void whoWatchesChangesNothing() {
    Scenario scenario = Scenario.parse(TROUBLES);
    SimWorld.Played recorded = SimWorld.record(scenario, 7, Narrator.SILENT, ORIGIN, line -> { });

    assertThat(SimWorld.play(scenario, 7, Narrator.SILENT).hash()).isEqualTo(recorded.hash());
    assertThat(recorded.result().failures()).isEmpty();
  }

  private static List<String> record() {
    var lines = new ArrayList<String>();
    SimWorld.record(Scenario.parse(TROUBLES), 7, Narrator.SILENT, ORIGIN, lines::add);
    return lines;
  }
}
