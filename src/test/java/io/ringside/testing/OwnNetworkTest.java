package io.ringside.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class OwnNetworkTest {
  private static final String LINK = "ringside-probe";

  /** Told to the tests below, which are nobody's but this test's. */
  private static final String ASKED = "ringside.ownNetworkTest";

  @Test
  void whatATestDoesToItsNetworkIsSeenByNobodyElse() throws IOException {
    TestExecutionSummary summary = run("addsALink");
    assumeTrue(summary.getTestsAbortedCount() == 0, "takes root");
    assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
    assertThat(links()).contains("lo:").doesNotContain(LINK);
  }

  @Test
  void aFailureWithinIsOneOutside() {
    TestExecutionSummary summary = run("fails");
    assumeTrue(summary.getTestsAbortedCount() == 0, "takes root");
    assertThat(summary.getFailures()).singleElement()
        .satisfies(failure -> assertThat(failure.getException()).hasMessageContaining("the bridge is gone"));
  }

  @Test
  void whatNeverRanHasNotPassed() {
    TestExecutionSummary summary = run("takesWhatNobodyGives");
    assumeTrue(summary.getTestsAbortedCount() == 0, "takes root");
    assertThat(summary.getTestsFailedCount()).isEqualTo(1);
  }

  /** Those of this JVM's own network. */
  private static String links() throws IOException {
    return Files.readString(Path.of("/proc/self/net/dev"));
  }

  private static DiscoverySelector methodOf(String test) {
    return Stream.of(Inside.class.getDeclaredMethods()).filter(method -> method.getName().equals(test)).findFirst()
        .map(method -> selectMethod(Inside.class, method)).orElseThrow();
  }

  private static TestExecutionSummary run(String test) {
    var outcome = new SummaryGeneratingListener();
    System.setProperty(ASKED, "true");
    try {
      LauncherFactory.create().execute(
          LauncherDiscoveryRequestBuilder.request().selectors(methodOf(test)).build(), outcome);
    } finally {
      System.clearProperty(ASKED);
    }
    return outcome.getSummary();
  }

  @ExtendWith(OwnNetwork.class)
  @EnabledIfSystemProperty(named = ASKED, matches = "true")
  static class Inside {
    @Test
    void addsALink() throws IOException, InterruptedException {
      assertThat(new ProcessBuilder("ip", "link", "add", LINK, "type", "bridge").start().waitFor()).isZero();
      assertThat(links()).contains(LINK);
    }

    /** Inside it is looked for by its name alone, and not found. */
    @Test
    void takesWhatNobodyGives(TestInfo info) {
      assertThat(info).isNotNull();
    }

    @Test
    void fails() {
      throw new AssertionError("the bridge is gone");
    }
  }
}
