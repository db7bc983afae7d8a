package io.ringside.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ScenarioLibraryTest {
  private static final Path FOLDER = Path.of("config/scenarios");
  private static final int SEEDS = 5;

  @TestFactory
  Stream<DynamicTest> everyScenarioEndsAsItSays() throws IOException {
    return files().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
      Scenario scenario = Scenario.parse(Files.readString(file));
      for (long seed = 1; seed <= seeds(scenario); seed++) {
        assertEquals(List.of(), SimWorld.play(scenario, seed, Narrator.SILENT).result().failures(), "seed " + seed);
      }
    }));
  }

  /** What measures takes its chances thousands of times from one seed already, and as many seconds. */
  private static int seeds(Scenario scenario) {
    return scenario.steps().stream().anyMatch(step -> step.action() instanceof Action.Measure) ? 1 : SEEDS;
  }

  @Test
  void theLibraryListsEveryFileUnderItsOwnName() throws IOException {
    List<String> names = files().stream().map(file -> file.getFileName().toString().replace(".scenario", "")).toList();
    ScenarioLibrary library = ScenarioLibrary.load();

    assertEquals(names, library.names().stream().sorted().toList());
    assertEquals(library.names(), library.all().stream().map(Scenario::name).toList());
  }

  @Test
  void theSameSeedGivesTheSameHash() {
    Scenario scenario = ScenarioLibrary.load().named("split-2-3").orElseThrow();

    assertEquals(SimWorld.play(scenario, 42, Narrator.SILENT).hash(), SimWorld.play(scenario, 42, Narrator.SILENT).hash());
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }
}
