package io.ringside.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs each test of a class in a JVM of its own, in network namespaces of its own: whatever it does to links and addresses is seen by
 * no other test, and is gone with that JVM and those it has started, however they end. A browser ends all requests that are under way when an address of its
 * machine comes or goes, so tests of pages cannot stand beside tests that lay cables. It takes root; where that is missing, the tests
 * are skipped and say so.
 */
public final class OwnNetwork implements InvocationInterceptor {
  private static final String INSIDE = "ringside.inside";

  /** Names of namespaces are files, so these have a place of their own, too. */
  private static final String LAID =
      "mkdir -p /run/netns && mount -t tmpfs tmpfs /run/netns && ip link set lo up && ip link add probe type bridge && ip link del probe";

  private static final int PASSED = 0;
  private static final int FAILED = 1;
  private static final int SKIPPED = 3;

  @Override
  public void interceptTestMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
      throws Throwable {
    if (Boolean.getBoolean(INSIDE)) {
      invocation.proceed();
      return;
    }
    invocation.skip();
    Assumptions.assumeTrue(isPossible(), "network namespaces cannot be made here: it takes root and CAP_NET_ADMIN");
    Process process = new ProcessBuilder(apart(LAID + " && exec \"$0\" \"$@\"", thisJvm(context)))
        .redirectErrorStream(true)
        .start();
    try {
      var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).lines()
          .peek(System.out::println)
          .toList();
      int exit = process.waitFor();
      Assumptions.assumeFalse(exit == SKIPPED, () -> String.join("\n", said));
      if (exit != PASSED) {
        throw new AssertionError("exit " + exit + " of the JVM in its own network:\n" + String.join("\n", said));
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean isPossible() {
    try {
      Process process = new ProcessBuilder(apart(LAID, List.of())).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException | InterruptedException impossible) {
      return false;
    }
  }

  private static List<String> apart(String script, List<String> arguments) {
    var command = new ArrayList<>(List.of("unshare", "--net", "--mount", "sh", "-c", script));
    command.addAll(arguments);
    return command;
  }

  private static List<String> thisJvm(ExtensionContext context) {
    Stream<String> settings = System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("ringside."))
        .map(name -> "-D" + name + "=" + System.getProperty(name));
    return Stream.of(
            Stream.of(System.getProperty("java.home") + "/bin/java", "-Xmx512m", "-XX:+UseSerialGC", "-D" + INSIDE + "=true"),
            settings,
            Stream.of("-cp", System.getProperty("java.class.path"), OwnNetwork.class.getName(),
                context.getRequiredTestClass().getName(), context.getRequiredTestMethod().getName()))
        .flatMap(part -> part)
        .toList();
  }

  /** Runs one test, by the names of its class and method. */
  public static void main(String[] test) {
    var outcome = new SummaryGeneratingListener();
    LauncherFactory.create().execute(
        LauncherDiscoveryRequestBuilder.request().selectors(selectMethod(test[0], test[1])).build(), outcome);
    TestExecutionSummary summary = outcome.getSummary();
    summary.printFailuresTo(new PrintWriter(System.out, true));
    boolean skipped = summary.getTestsAbortedCount() + summary.getTestsSkippedCount() > 0;
    System.exit(summary.getTestsSucceededCount() == 1 ? PASSED : skipped ? SKIPPED : FAILED); // One that was not found has failed.
  }
}
