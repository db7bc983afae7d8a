package io.ringside.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringside.scenario.Narrator;
import io.ringside.scenario.Scenario;
import io.ringside.scenario.ScenarioException;
import io.ringside.scenario.ScenarioLibrary;
import io.ringside.scenario.SimWorld;
import io.ringside.sim.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the page promises of a branch: a fault that is put into a scenario at some moment changes nothing of what was seen by then,
 * event by event. The page's own modules say where its line belongs.
 */
class BranchTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long NODE_LIMIT_SECONDS = 60;
  private static final int MOMENTS = 8;

  /** Steps that start at a time, together, and one after the other. */
  private static final String TIMED = """
      # timed: all ways in which a step starts.
      at 0s      put a-{1..40} value-{} via n1 every 50ms
      at 300ms   pause n4 1s
      at 300ms   get a-1 via n2
      and put b one via n5
      at 900ms   cut n1 -> n3
      wait 2s
      heal
      put b two via n3 over seen as ada may fail
      and get b via n1 may fail
      at 5s      crash n5
      expect within 30s every node sees n5 dead
      restart n5
      """;

  @TempDir
  private Path folder;

  @TestFactory
  Stream<DynamicTest> aFaultChangesNothingOfWhatWasSeenBefore() {
    ScenarioLibrary library = ScenarioLibrary.load();
    return Stream.concat(Stream.of(Scenario.parse(TIMED)), Stream.of("shopping-cart", "demonstration").map(name ->
            library.named(name).orElseThrow()))
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> assertBranchesKeepTheirPast(scenario, 11)));
  }

  private void assertBranchesKeepTheirPast(Scenario scenario, long seed) {
    List<String> lines = log(scenario, seed);
    int played = 0;
    for (JsonNode branch : branches(lines)) {
      List<String> other;
      try {
        other = log(Scenario.parse(branch.get("text").textValue()), seed);
      } catch (ScenarioException refused) {
        continue; // As a second crash of a node that a later step crashes: the page shows the reason.
      }
      int seen = seen(lines, branch);
      assertThat(other.subList(1, seen)).as("seed %s, at line %s: %s", seed, branch.get("cursor"), branch.get("text"))
          .isEqualTo(lines.subList(1, seen));
      assertThat(other).isNotEqualTo(lines);
      played++;
    }
    assertThat(played).isGreaterThan(MOMENTS / 3);
  }

  /** How many lines the page says to be the same: all up to the cursor, or those before the end of the last step. */
  private static int seen(List<String> lines, JsonNode branch) {
    int seen = branch.get("cursor").intValue();
    long same = branch.get("same").longValue();
    if (at(lines.get(seen - 1)) > same) {
      while (at(lines.get(seen - 1)) >= same) {
        seen--;
      }
    }
    return seen;
  }

  private static long at(String line) {
    try {
      return JSON.readTree(line).get("at").longValue();
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private static List<String> log(Scenario scenario, long seed) {
    var lines = new ArrayList<String>();
    SimWorld.record(scenario, seed, Narrator.SILENT, new RunLog.Origin("a build", "a test"), lines::add);
    return lines;
  }

  private List<JsonNode> branches(List<String> log) {
    try {
      Path file = Files.write(folder.resolve("run.jsonl"), log);
      Path output = folder.resolve("branches.jsonl");
      Process node = new ProcessBuilder("node", "src/test/js/branch-oracle.mjs", file.toString(), "" + MOMENTS)
          .redirectErrorStream(true).redirectOutput(output.toFile()).start();
      boolean ended = node.waitFor(NODE_LIMIT_SECONDS, TimeUnit.SECONDS);
      node.destroyForcibly();
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(ended && node.exitValue() == 0).as(printed).isTrue();
      var branches = new ArrayList<JsonNode>();
      for (String line : printed.lines().toList()) {
        branches.add(JSON.readTree(line));
      }
      return branches;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
