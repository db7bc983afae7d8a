package io.ringside.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the page's own tests with Node's runner and shows each as a test here. */
class PureModulesTest {
  private static final Path TESTS = Path.of("src/test/js");
  private static final Pattern RESULT = Pattern.compile("^(not ok|ok) \\d+ - (.*)$", Pattern.MULTILINE);
  private static final long TIME_LIMIT_SECONDS = 120;

  @TestFactory
  Stream<DynamicTest> everyTestOfThePagesModulesPasses() throws Exception {
    String report = report();
    List<MatchResult> results = RESULT.matcher(report).results().toList();
    assertFalse(results.isEmpty(), report);
    return results.stream().map(result -> DynamicTest.dynamicTest(result.group(2), () -> assertEquals("ok", result.group(1), report)));
  }

  private static String report() throws IOException, InterruptedException {
    Path output = Files.createTempFile("node-tests", ".tap");
    try {
      Process node = new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
      boolean ended = node.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS);
      node.destroyForcibly();
      String report = Files.readString(output, StandardCharsets.UTF_8);
      assertTrue(ended, () -> "node --test did not end within " + TIME_LIMIT_SECONDS + " s:\n" + report);
      return report;
    } finally {
      Files.delete(output);
    }
  }

  private static List<String> command() throws IOException {
    var command = new ArrayList<>(List.of("node", "--test", "--test-reporter=tap"));
    try (Stream<Path> files = Files.list(TESTS)) {
      files.map(Path::toString).filter(name -> name.endsWith(".test.mjs")).sorted().forEach(command::add);
    }
    return command;
  }
}
