package io.ringside.explore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringside.sim.RunLog;
import io.ringside.testing.NodeScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page says of healing is what the golden runs did: {@code healing-oracle.mjs} compares it line by line. */
class HealingLogTest {
  @TempDir
  private static Path folder;

  private static List<JsonNode> files;

  @BeforeAll
  static void recordGoldenRuns() throws IOException, InterruptedException {
    var logs = new ArrayList<String>();
    try (Stream<Path> scripts = Files.list(Path.of("src/test/resources/golden"))) {
      for (Path script : scripts.sorted().toList()) {
        var lines = new ArrayList<String>();
        Runs.record(Files.readString(script), Runs.PLAIN, new RunLog.Origin("a build", "--script " + script), lines::add);
        logs.add(Files.write(folder.resolve(script.getFileName() + ".jsonl"), lines).toString());
      }
    }
    JsonNode checked = new ObjectMapper().readTree(NodeScript.run("src/test/js/healing-oracle.mjs", logs));
    files = StreamSupport.stream(checked.spliterator(), false).toList();
  }

  @Test
  void keysThatDifferHintsAndDescentsAreWhatTheLogsAmountTo() {
    assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(file.get("wrong")).as(file.toString()).isEmpty());
  }

  /** The comparison is no ornament: there is something to compare. */
  @Test
  void ofMostDescentsEachKeyAndLeafIsFound() {
    assertThat(sum("differences")).isGreaterThan(200);
    assertThat(sum("hints")).isGreaterThan(500);
    assertThat(sum("descents")).isGreaterThan(40);
    assertThat(sum("exact")).isGreaterThan(sum("settled") * 8 / 10);
  }

  private static int sum(String what) {
    return files.stream().mapToInt(file -> file.get(what).intValue()).sum();
  }
}
