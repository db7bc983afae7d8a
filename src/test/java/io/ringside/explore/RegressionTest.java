package io.ringside.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs that once failed, each a file that says when and why, and must never fail again. */
class RegressionTest {
  private static final Path FOLDER = Path.of("src/test/resources/regressions");

  @TestFactory
  List<DynamicTest> whatOnceFailedStaysMended() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<DynamicTest> tests = files.sorted().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
        Script script = ScriptText.read(Files.readString(file));
        assertThat(Simulator.run(script, Wiring.PLAIN, new TraceHash()).violations())
            .as("replay it: bin/ringside sim run --script %s", file).isEmpty();
      })).toList();
      assertThat(tests).isNotEmpty();
      return tests;
    }
  }
}
