package io.ringside.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Canonical;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.scenario.ClusterShape;
import io.ringside.sim.RunLog;
import io.ringside.testing.InventedReads;
import io.ringside.testing.NodeScript;
import io.ringside.version.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a failing test leaves is a log that the page opens, and in the end the page shows what the cluster holds. */
class FailureLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Key CART = Key.of("basket");
  private static final Content MILK = Content.text("milk");
  private static final RunLog.Origin ORIGIN = new RunLog.Origin("a build", "mvn test -Dtest='CartTest#fails'");
  private static final Event.Note WHY = new Event.Note("CartTest#fails", 0, "the test failed: no milk", false);

  @TempDir
  private Path folder;

  @Test
  void thePageComesToWhatTheSimulatedClusterIs() throws IOException, InterruptedException {
    var cluster = TestCluster.inVirtualTime(new ClusterShape(5, 3, 2, 2, List.of()), 1, new Recording());
    breakIt(cluster);
    List<String> lines = cluster.eventLog(ORIGIN, WHY);
    mustBeALog(lines);
    JsonNode checked = JSON.readTree(NodeScript.run("src/test/js/run-oracle.mjs", List.of(written(lines)))).get("files").get(0);
    assertThat(checked.get("checkpoints").intValue()).isEqualTo(1);
    assertThat(checked.get("wrong")).isEmpty();
    assertThat(JSON.readTree(lines.get(lines.size() - 1)).get("hash").textValue()).isEqualTo(cluster.traceHash().orElseThrow());
    mustShowWhatWasDone(lines, cluster);
  }

  @Test
  void thePageComesToWhatRealNodesHold() throws IOException, InterruptedException {
    var cluster = TestCluster.inLoopback(new ClusterShape(5, 3, 2, 2, List.of()), 1, new Recording());
    try {
      breakIt(cluster);
      List<String> lines = cluster.eventLog(ORIGIN, WHY);
      mustBeALog(lines);
      mustShowWhatWasDone(lines, cluster);
    } finally {
      cluster.close();
    }
  }

  /** In the end n5 is down, n3 in its second start, and n1 does not reach n2. */
  private static void breakIt(TestCluster cluster) {
    cluster.partition("n1 n2 | n3 n4 n5");
    cluster.await(cluster.client("n1").put(CART, MILK));
    cluster.await(cluster.client("n4").put(CART, Content.text("eggs")));
    cluster.crash("n3");
    cluster.heal();
    cluster.awaitConvergence();
    cluster.crash("n5");
    cluster.cut("n1", "n2");
    for (int i = 0; i < 20; i++) {
      cluster.await(cluster.client("n1").put(Key.of("k" + i), MILK));
    }
    cluster.runFor(Duration.ofMillis(200));
  }

  private void mustShowWhatWasDone(List<String> lines, TestCluster cluster) throws IOException, InterruptedException {
    JsonNode shown = opened(lines);
    assertThat(shown.get("flags").textValue()).isEqualTo("mvn test -Dtest='CartTest#fails', messages are not recorded");
    assertThat(shown.get("build").textValue()).isEqualTo("a build");
    assertThat(texts(shown.get("keys"))).hasSize(21).contains("basket");
    assertThat(texts(shown.get("notes"))).containsExactly("the test failed: no milk");
    assertThat(texts(shown.get("spans"))).contains("down n3", "down n5");
    assertThat(texts(shown.get("cuts"))).contains("n1->n3", "n5->n2", "n1->n2").doesNotContain("n3->n4");
    assertThat(texts(shown.get("faults"))).contains("cut n1->n2").noneMatch(fault -> fault.contains("n1->n3"));
    JsonNode nodes = shown.get("nodes");
    cluster.nodes().forEach(node -> assertThat(nodes.get(node.name()).get("up").booleanValue())
        .as(node.name()).isEqualTo(!node.name().equals("n5"))
        .isEqualTo(nodes.get(node.name()).get("serving").booleanValue()));
    assertThat(nodes.get("n3").get("start").textValue()).isEqualTo("2");
    mustHold(nodes, cluster);
  }

  private static void mustHold(JsonNode nodes, TestCluster cluster) {
    cluster.restart("n5");
    cluster.heal();
    cluster.owners(CART).forEach((owner, held) -> assertThat(nodes.get(owner.name()).get("records").get("basket").textValue())
        .as("%s", owner).isEqualTo(held.context().toString()));
  }

  @Test
  void whatIsViolatedIsInTheLogAndThePageCountsIt() throws IOException, InterruptedException {
    var broken = TestCluster.inVirtualTime(new ClusterShape(3, 3, 2, 2, List.of()), 1, new InventedReads(), new Recording());
    broken.await(broken.client().put(CART, MILK));
    broken.await(broken.client().get(CART));
    assertThatThrownBy(broken::mustEndWell).isInstanceOf(AssertionError.class);
    List<String> lines = broken.eventLog(ORIGIN, WHY);
    mustBeALog(lines);
    assertThat(texts(opened(lines).get("violations"))).contains("I3");
  }

  /** What happened is forgotten, but not who runs; and the log says so, and claims nothing of the whole. */
  @Test
  void ofTooManyEventsTheLastAreKeptAndNodesThatRunAreStillShownAsRunning() throws IOException, InterruptedException {
    var recording = new Recording();
    var cluster = TestCluster.inVirtualTime(new ClusterShape(3, 3, 2, 2, List.of()), 1, recording);
    cluster.await(cluster.client().put(CART, MILK));
    cluster.crash("n3");
    cluster.cut("n1", "n2");
    cluster.cut("n2", "n1");
    cluster.heal();
    cluster.crash("n2");
    cluster.cut("n1", "n3");
    for (int i = 0; i < Recording.MAX_EVENTS; i++) {
      recording.said(30_000_000, new LoggedEvent(NodeId.of("n1"), 1, 1, 0, new Event.Note("filler", 0, "", true)));
    }
    List<String> lines = cluster.eventLog(ORIGIN, WHY);
    mustBeALog(lines.subList(0, 100));
    assertThat(lines).noneMatch(line -> line.contains("\"kind\":\"checkpoint\""));
    JsonNode shown = opened(lines);
    assertThat(shown.get("flags").textValue()).containsPattern(", neither messages nor the first [0-9]+ events are recorded$");
    assertThat(texts(shown.get("faults"))).containsExactly("cut n1->n3");
    assertThat(shown.get("nodes")).isEqualTo(JSON.readTree("""
        {"n1": {"up": true, "serving": true, "start": "1", "records": {}},
         "n2": {"up": false, "serving": false, "start": "1", "records": {}},
         "n3": {"up": true, "serving": true, "start": "2", "records": {}}}"""));
  }

  private JsonNode opened(List<String> lines) throws IOException, InterruptedException {
    return JSON.readTree(NodeScript.run("src/test/js/report-oracle.mjs", List.of(written(lines))));
  }

  private String written(List<String> lines) throws IOException {
    return Files.write(folder.resolve("report.jsonl"), lines).toString();
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  /** All that docs/events.md promises of a line, and of lines in a row. */
  private static void mustBeALog(List<String> lines) throws IOException {
    JsonSchema schema = schema();
    var counts = new TreeMap<String, Long>();
    long at = 0;
    for (String line : lines) {
      JsonNode event = JSON.readTree(line);
      assertThat(schema.validate(event)).as(line).isEmpty();
      assertThat(Canonical.text(event)).isEqualTo(line);
      String speaker = event.get("node").textValue() + " " + event.get("start").textValue();
      assertThat(event.get("seq").textValue()).as(line).isEqualTo(Long.toString(counts.merge(speaker, 1L, Long::sum)));
      assertThat(event.get("at").longValue()).as(line).isGreaterThanOrEqualTo(at);
      at = event.get("at").longValue();
    }
    assertThat(JSON.readTree(lines.get(0)).get("kind").textValue()).isEqualTo("run.header");
  }

  private static JsonSchema schema() throws IOException {
    try (InputStream resource = FailureLogTest.class.getResourceAsStream("/events.schema.json")) {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(resource);
    }
  }
}
