package io.ringside.testkit;

import io.ringside.event.Event;
import io.ringside.sim.Build;
import io.ringside.sim.RunLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What whoever looks at a failed test needs: how to run it again, and what happened. */
final class FailureReport {
  static final String DIRECTORY_PROPERTY = "ringside.logs";

  /** Of why a test failed: enough to know it again. */
  private static final int MAX_WORDS = 2_000;

  private static final String DEFAULT_DIRECTORY = "target/ringside";

  private FailureReport() {}

  /** Writes the event log, prints seed, trace hash, replay command and the log's path to standard error, and publishes them. */
  static void tell(TestCluster cluster, RingsideCluster wanted, ExtensionContext test, Throwable failure) {
    Map<String, String> report = new LinkedHashMap<>();
    report.put("ringside.cluster", inWords(wanted));
    report.put("ringside.seed", Long.toString(cluster.seed()));
    cluster.traceHash().ifPresent(hash -> report.put("ringside.trace", hash));
    report.put("ringside.replay", replayCommand(cluster, test));
    report.put("ringside.log", writeLog(cluster, test, failure));
    test.publishReportEntry(report);
    // One call, so that the lines of tests that run in parallel do not mix.
    System.err.println(report.entrySet().stream().map(line -> "  " + line.getKey() + " = " + line.getValue())
        .collect(Collectors.joining("\n", nameOf(test) + " failed in this cluster:\n", "")));
  }

  private static String inWords(RingsideCluster wanted) {
    return wanted.nodes() + " nodes, n=" + wanted.n() + " r=" + wanted.r() + " w=" + wanted.w() + ", "
        + switch (wanted.world()) {
          case VIRTUAL -> "in virtual time";
          case LOOPBACK -> "in loopback: real time, which no seed replays";
        };
  }

  private static String inWords(Throwable failure) {
    String words = "the test failed: " + failure;
    return words.length() <= MAX_WORDS ? words : words.substring(0, MAX_WORDS) + "…";
  }

  private static String replayCommand(TestCluster cluster, ExtensionContext test) {
    return "mvn test -Dtest='" + nameOf(test).replaceFirst(".*\\.(?=[^.]*#)", "") + "' -D" + RingsideExtension.SEED_PROPERTY
        + "=" + cluster.seed();
  }

  private static String nameOf(ExtensionContext test) {
    return test.getRequiredTestClass().getName() + "#" + test.getRequiredTestMethod().getName();
  }

  /** Where the log is, or why it is nowhere: a test fails for its own reason, not for a full disk. */
  private static String writeLog(TestCluster cluster, ExtensionContext test, Throwable failure) {
    Path file = Path.of(test.getConfigurationParameter(DIRECTORY_PROPERTY).orElse(DEFAULT_DIRECTORY)).resolve(fileName(test));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, cluster.eventLog(
          new RunLog.Origin(Build.name(), replayCommand(cluster, test)), new Event.Note(nameOf(test), 0, inWords(failure), false)));
      return file.toString();
    } catch (IOException failed) {
      return "not written: " + failed;
    }
  }

  /** The same for each run of one test, another for each test and each of its repetitions. */
  private static String fileName(ExtensionContext test) {
    return nameOf(test).replace('#', '.') + "-" + Integer.toHexString(test.getUniqueId().hashCode()) + ".jsonl";
  }
}
