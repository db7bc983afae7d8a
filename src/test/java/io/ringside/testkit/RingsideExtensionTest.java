package io.ringside.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs planted tests in a JUnit of their own, and looks at what it is told of them. */
class RingsideExtensionTest {
  @TempDir
  private Path logs;

  @Test
  void aTestThatPassesLeavesNothing() throws IOException {
    Outcome outcome = run(planted("passes"));
    assertThat(outcome.statuses).containsExactly(TestExecutionResult.Status.SUCCESSFUL);
    assertThat(outcome.printed).isEmpty();
    assertThat(logFiles()).isEmpty();
  }

  @Test
  void aTestThatFailsTellsItsSeedAndHowToReplayIt() {
    Outcome outcome = run(planted("fails"));
    assertThat(outcome.failures).singleElement().asString().contains("expected: <eggs>");
    assertThat(outcome.report).containsEntry("ringside.seed", "42")
        .containsEntry("ringside.replay", "mvn test -Dtest='Planted#fails' -Dringside.seed=42")
        .containsEntry("ringside.cluster", "3 nodes, n=3 r=2 w=2, in virtual time");
    assertThat(outcome.printed).startsWith("io.ringside.testkit.Planted#fails failed in this cluster:")
        .contains("ringside.seed = 42", "-Dringside.seed=42", "ringside.trace = ", "ringside.log = " + logs);
  }

  @Test
  void aTestThatFailsLeavesItsEventLog() throws IOException {
    Outcome outcome = run(planted("fails"));
    List<String> lines = Files.readAllLines(Path.of(outcome.report.get("ringside.log")));
    assertThat(lines).first().asString().contains("\"kind\":\"run.header\"",
        "mvn test -Dtest='Planted#fails' -Dringside.seed=42, messages are not recorded");
    assertThat(lines).allMatch(line -> line.contains("\"v\":1,") || line.endsWith("\"v\":1}"))
        .anyMatch(line -> line.contains("\"kind\":\"node.up\""))
        .anyMatch(line -> line.contains("\"kind\":\"store.put\""))
        .anyMatch(line -> line.contains("\"kind\":\"note\"") && line.contains("the test failed: ") && line.contains("<eggs>"));
    assertThat(lines).last().asString().contains("\"kind\":\"run.end\"", outcome.report.get("ringside.trace"));
  }

  @Test
  void theSameSeedReplaysTheSameTrace() {
    String hash = run(planted("fails")).report.get("ringside.trace");
    assertThat(run(planted("fails")).report).containsEntry("ringside.trace", hash);
    assertThat(run(planted("fails"), Map.of("ringside.seed", "43")).report).containsEntry("ringside.seed", "43")
        .doesNotContainEntry("ringside.trace", hash);
  }

  @Test
  void aSeedThatIsNoNumberIsRefused() {
    assertThat(run(planted("passes"), Map.of("ringside.seed", "x")).failures).singleElement().asString()
        .contains("ringside.seed is a number, not 'x'");
  }

  @Test
  void eachRepetitionHasALogOfItsOwn() throws IOException {
    assertThat(run(planted("failsTwice")).failures).hasSize(2);
    assertThat(logFiles()).hasSize(2);
  }

  @Test
  void testsThatRunAtOnceDoNotDisturbEachOther() {
    Outcome alone = run(planted("failsTwice"));
    Outcome atOnce = run(planted("failsTwice"), Map.of(
        "junit.jupiter.execution.parallel.enabled", "true", "junit.jupiter.execution.parallel.mode.default", "concurrent"));
    assertThat(atOnce.traces).hasSize(2).containsExactlyElementsOf(alone.traces);
  }

  @Test
  void anAbortedTestIsNoFailure() throws IOException {
    Outcome outcome = run(planted("isAborted"));
    assertThat(outcome.statuses).containsExactly(TestExecutionResult.Status.ABORTED);
    assertThat(outcome.printed).isEmpty();
    assertThat(logFiles()).isEmpty();
  }

  @Test
  void aTestThatPassedFailsIfItsClusterDoesNotEndWell() {
    Outcome outcome = run(planted("leavesHints"));
    assertThat(outcome.failures).singleElement().asString().contains("Not converged within 60000 ms", "still keeps");
    assertThat(outcome.report).containsEntry("ringside.seed", "7");
  }

  @Test
  void aClusterThatIsNotToBeJudgedIsNot() {
    assertThat(run(planted("leavesHintsAndIsNotJudged")).failures).isEmpty();
  }

  @Test
  void realTimeIsNotReplayedAndSaysSo() throws IOException {
    Outcome outcome = run(planted("failsInLoopback"));
    assertThat(outcome.failures).hasSize(1);
    assertThat(outcome.report.get("ringside.cluster")).endsWith("in loopback: real time, which no seed replays");
    assertThat(outcome.report).doesNotContainKey("ringside.trace");
    assertThat(Files.readAllLines(Path.of(outcome.report.get("ringside.log"))))
        .anyMatch(line -> line.contains("\"kind\":\"store.put\""));
  }

  @Test
  void aClassesClusterHoldsForWhatIsNestedInIt() {
    assertThat(run(selectClass(Planted.Within.class)).failures).isEmpty();
  }

  @Test
  void whatCannotBeIsRefusedInWords() {
    assertThat(run(planted("hasNoNode")).failures).singleElement().asString().contains("A cluster has at least one node, not 0");
    assertThat(run(selectClass(Planted.InConstructor.class)).failures).singleElement().asString()
        .contains("A TestCluster lives as long as one test");
    assertThat(run(selectClass(Planted.Nameless.class)).failures).singleElement().asString()
        .contains("Annotate the test with @RingsideCluster");
  }

  @Test
  @ExtendWith(VertxExtension.class)
  @RingsideCluster
  void vertxExtensionsParametersStandBesideOurs(Vertx vertx, TestCluster cluster) {
    assertThat(vertx).isNotNull();
    assertThat(cluster.nodes()).hasSize(5);
  }

  /** The program's own class path, which the launcher reads. */
  @Test
  void theProgramRunsWithoutJUnit() throws IOException {
    assertThat(Files.readString(Path.of("target/ringside.classpath")).split(":"))
        .noneMatch(jar -> jar.contains("junit") || jar.contains("opentest4j") || jar.contains("apiguardian"));
  }

  private static DiscoverySelector planted(String method) {
    return selectMethod(Planted.class, method, TestCluster.class.getName());
  }

  private List<Path> logFiles() throws IOException {
    try (Stream<Path> files = Files.list(logs)) {
      return files.toList();
    }
  }

  /** What JUnit was told: how tests ended, the last report, and what was printed to standard error. */
  private static final class Outcome implements TestExecutionListener {
    private final List<TestExecutionResult.Status> statuses = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final SortedMap<String, String> report = new ConcurrentSkipListMap<>();
    private final List<String> traces = new CopyOnWriteArrayList<>();
    private String printed = "";

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest()) {
        statuses.add(result.getStatus());
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
          failures.add(result.getThrowable().orElseThrow());
        }
      }
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
      report.putAll(entry.getKeyValuePairs());
      traces.addAll(entry.getKeyValuePairs().entrySet().stream()
          .filter(field -> field.getKey().equals("ringside.trace")).map(Map.Entry::getValue).toList());
    }
  }

  private Outcome run(DiscoverySelector selector) {
    return run(selector, Map.of());
  }

  private Outcome run(DiscoverySelector selector, Map<String, String> parameters) {
    var outcome = new Outcome();
    var request = LauncherDiscoveryRequestBuilder.request()
        .selectors(selector)
        .filters(EngineFilter.includeEngines("junit-jupiter"))
        .configurationParameter("ringside.logs", logs.toString())
        .configurationParameters(parameters)
        .build();
    var printed = new ByteArrayOutputStream();
    PrintStream usual = System.err;
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      LauncherFactory.create().execute(request, outcome);
    } finally {
      System.setErr(usual);
    }
    outcome.printed = printed.toString(StandardCharsets.UTF_8);
    return outcome;
  }
}
