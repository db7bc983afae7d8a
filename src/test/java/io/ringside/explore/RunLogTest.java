package io.ringside.explore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.ringside.event.Canonical;
import io.ringside.sim.RunLog;
import io.ringside.testing.NodeScript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page's reducer comes to what the simulator itself shows, at every checkpoint of the golden runs: the picture cannot drift from
 * the system.
 */
class RunLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All that changes what is hashed, but {@code hint.shorten}, which is too rare for a golden run; JavaScript's own test has it. */
  private static final List<String> KINDS = List.of("node.start", "node.crash", "node.exit", "node.stop", "node.pause", "node.wipe",
      "member.view", "store.put", "store.forget", "store.reap", "record.quarantined", "disk.record", "hint.store", "hint.replay",
      "hint.reroute", "hint.drop", "disk.hint", "fault.begin", "fault.end", "client.start", "client.end", "client.gone");

  @TempDir
  private static Path folder;

  private static final SortedMap<Path, List<String>> LOGS = new TreeMap<>();
  private static JsonNode oracle;

  @BeforeAll
  static void recordGoldenRuns() throws IOException, InterruptedException {
    try (Stream<Path> scripts = Files.list(Path.of("src/test/resources/golden"))) {
      for (Path script : scripts.sorted().toList()) {
        var lines = new ArrayList<String>();
        Runs.record(Files.readString(script), Runs.PLAIN, new RunLog.Origin("a build", "--script " + script), lines::add);
        LOGS.put(Files.write(folder.resolve(script.getFileName() + ".jsonl"), lines), lines);
      }
    }
    var arguments = new ArrayList<>(List.of("--without", String.join(",", KINDS)));
    LOGS.keySet().forEach(log -> arguments.add(log.toString()));
    oracle = JSON.readTree(NodeScript.run("src/test/js/run-oracle.mjs", arguments));
  }

  @Test
  void theReducersHashIsTheSimulatorsAtEveryCheckpoint() {
    assertThat(oracle.get("files")).hasSize(LOGS.size()).allSatisfy(file -> {
      assertThat(file.get("checkpoints").intValue()).as(file.toString()).isGreaterThan(10);
      assertThat(file.get("wrong")).as(file.toString()).isEmpty();
    });
  }

  /** The test is no ornament: a reducer that passes over any one kind is found out. */
  @Test
  void aReducerThatDoesNotKnowAKindIsFoundOut() {
    assertThat(KINDS).allSatisfy(kind ->
        assertThat(oracle.get("noticed").get(kind).isTextual()).as("%s, in %s", kind, oracle.get("noticed")).isTrue());
  }

  @Test
  void everyLineIsOfTheSchemaAndCanonical() throws IOException {
    JsonSchema schema = schema();
    for (List<String> lines : LOGS.values()) {
      for (String line : lines) {
        JsonNode event = JSON.readTree(line);
        assertThat(schema.validate(event)).as(line).isEmpty();
        assertThat(Canonical.text(event)).isEqualTo(line);
      }
    }
  }

  @Test
  void theSchemaRefusesAKindThatItDoesNotKnowAFieldTooManyAndOneTooFew() throws IOException {
    JsonSchema schema = schema();
    String good = "{'v':1,'node':'n1','start':'1','seq':'1','t':5,'kind':'record.healed','bucket':'b','key':'k'}".replace('\'', '"');
    assertThat(schema.validate(JSON.readTree(good))).isEmpty();
    assertThat(List.of(good.replace("healed", "hailed"), good.replace("}", ",\"more\":1}"), good.replace(",\"key\":\"k\"", ""),
        good.replace("\"v\":1", "\"v\":2"), good.replace("\"start\":\"1\"", "\"start\":1")))
        .allSatisfy(bad -> assertThat(schema.validate(JSON.readTree(bad))).as(bad).isNotEmpty());
  }

  private static JsonSchema schema() throws IOException {
    try (InputStream resource = RunLogTest.class.getResourceAsStream("/events.schema.json")) {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(resource);
    }
  }

  /** The rest of the log's promise: each speaker counts from 1 without gaps, and time does not go back. */
  @Test
  void everySpeakerCountsItsLinesAndTimeGoesOn() throws IOException {
    for (List<String> lines : LOGS.values()) {
      var counts = new TreeMap<String, Long>();
      long at = 0;
      for (String line : lines) {
        JsonNode event = JSON.readTree(line);
        String speaker = event.get("node").textValue() + " " + event.get("start").textValue();
        assertThat(event.get("seq").textValue()).as(line).isEqualTo(Long.toString(counts.merge(speaker, 1L, Long::sum)));
        assertThat(event.get("at").longValue()).isGreaterThanOrEqualTo(at);
        at = event.get("at").longValue();
      }
      assertThat(JSON.readTree(lines.get(0)).get("kind").textValue()).isEqualTo("run.header");
      assertThat(JSON.readTree(lines.get(lines.size() - 1)).get("kind").textValue()).isEqualTo("run.end");
    }
  }

  @Test
  void aRecordedRunIsTheSameRunAndItsHeaderPlaysItAgain() throws IOException {
    for (List<String> lines : LOGS.values()) {
      String script = JSON.readTree(lines.get(0)).get("script").textValue();
      String hash = JSON.readTree(lines.get(lines.size() - 1)).get("hash").textValue();
      assertThat(Runs.play(script, Runs.PLAIN, null).hash()).isEqualTo(hash);
    }
  }

  @Test
  void aViolatedInvariantIsInTheLogOnceAndTheRunEndsAsNotOk() throws IOException {
    var lines = new ArrayList<String>();
    Report report = Runs.record(Runs.script(3, 20), Forgetful::new, new RunLog.Origin("a build", "--seed 3"), lines::add);
    assertThat(report.ok()).isFalse();
    List<String> violated = lines.stream().filter(line -> line.contains("\"kind\":\"invariant.violated\"")).toList();
    assertThat(violated).hasSize((int) report.violations().stream().map(Object::toString).distinct().count());
    assertThat(JSON.readTree(lines.get(lines.size() - 1)).get("ok").booleanValue()).isFalse();
  }
}
