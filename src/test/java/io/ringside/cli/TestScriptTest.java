package io.ringside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.cli.ScriptSandbox.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bin/test}, with a Maven that only says how it was called. */
class TestScriptTest {
  private static final String[] NEEDED = {"javac", "chromium", "ip", "curl", "node"};

  private ScriptSandbox sandbox;

  @BeforeEach
  void aMachineWithEverything(@TempDir Path directory) throws IOException {
    sandbox = new ScriptSandbox(directory);
    for (String program : NEEDED) {
      sandbox.program(program);
    }
    sandbox.program("mvn", "echo mvn \"$@\"",
        "echo \"node $PLAYWRIGHT_NODEJS_PATH $PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD\"", "exit 5");
    sandbox.program("apt-get", "echo apt-get \"$@\"");
    user(0);
  }

  @Test
  void mavenRunsEverythingAndItsExitCodeIsKept() throws Exception {
    Outcome outcome = sandbox.run(sandbox.file("bin/test"), "-Dseeds=10");
    assertThat(outcome.exitCode()).isEqualTo(5);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).isEqualTo(
        "mvn -B -ntp verify -Dseeds=10\nnode " + sandbox.programs().resolve("node") + " 1\n");
  }

  @Test
  void continuousIntegrationRunsTheSame() throws Exception {
    assertThat(sandbox.run(sandbox.file(".ci/run"))).satisfies(outcome -> {
      assertThat(outcome.exitCode()).isEqualTo(5);
      assertThat(outcome.out()).contains("mvn -B -ntp verify");
    });
  }

  @Test
  void rootInstallsWhatIsMissingAndNothingElse() throws Exception {
    remove("chromium");
    remove("ip");
    Outcome outcome = sandbox.run(sandbox.file("bin/test"));
    assertThat(outcome.err()).contains("apt-get update", "install -y", "chromium iproute2")
        .doesNotContain("curl", "nodejs");
    assertThat(outcome.out()).contains("mvn -B -ntp verify");
  }

  @Test
  void othersAreToldWhatToInstallAndTheTestsGoOn() throws Exception {
    user(1000);
    remove("chromium");
    Outcome outcome = sandbox.run(sandbox.file("bin/test"));
    assertThat(outcome.err()).contains("sudo apt-get install --no-install-recommends chromium", "going on");
    assertThat(outcome.out()).contains("mvn -B -ntp verify").doesNotContain("apt-get");
    assertThat(outcome.exitCode()).isEqualTo(5);
  }

  @Test
  void withoutMavenNothingRuns() throws Exception {
    user(1000);
    remove("mvn");
    Outcome outcome = sandbox.run(sandbox.file("bin/test"));
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.INTERNAL);
    assertThat(outcome.err()).contains("sudo apt-get install --no-install-recommends maven", "nothing can run");
  }

  private void user(int id) throws IOException {
    sandbox.program("id", "echo " + id);
  }

  private void remove(String program) throws IOException {
    Files.delete(sandbox.programs().resolve(program));
  }
}
