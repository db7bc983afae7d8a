package io.ringside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.cli.ScriptSandbox.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bin/ringside}, with a Maven and a Java that only say that they were called. */
class LauncherTest {
  private ScriptSandbox sandbox;
  private Path launcher;

  @BeforeEach
  void aMachineWithMavenAndAJdk(@TempDir Path directory) throws IOException {
    sandbox = new ScriptSandbox(directory);
    launcher = sandbox.file("bin/ringside");
    java("17.0.15", "jdk.compiler@17.0.15");
    sandbox.program("mvn",
        "echo build >> builds",
        "echo '[INFO] --- compiler:3.14.0:compile (default-compile) @ ringside ---'",
        "mkdir -p target/classes/io/ringside/cli",
        "touch target/classes/io/ringside/cli/Main.class",
        "echo libraries.jar > target/ringside.classpath");
  }

  @Test
  void theFirstUseBuildsAndThenBecomesJava() throws Exception {
    Outcome first = sandbox.run(launcher, "put", "a key", "");
    assertThat(first.exitCode()).isEqualTo(3);
    assertThat(first.err()).contains("ringside: building", "ringside:   compiling", "ringside: built in");
    assertThat(first.out()).contains("pid " + first.pid() + "\n", "-Xmx2g\n-Dmore=1\n",
        "-cp\n" + sandbox.file("target/classes") + ":libraries.jar\nio.ringside.cli.Main\nput\na key\n\n");
    assertThat(first.out().indexOf("-Xmx256m")).isLessThan(first.out().indexOf("-Xmx2g"));
  }

  @Test
  void aNodeTakesAShareOfItsMachineAndSeveralHaveABound() throws Exception {
    sandbox.run(launcher);
    assertThat(sandbox.run(launcher, "node").out()).contains("-XX:MaxRAMPercentage=25\n").doesNotContain("-Xmx256m", "-Xmx512m");
    assertThat(sandbox.run(launcher, "cluster").out()).contains("-Xmx512m\n");
    assertThat(sandbox.run(launcher, "demo").out()).contains("-Xmx512m\n");
  }

  @Test
  void aBuiltTreeStartsAtOnceUntilASourceChanges() throws Exception {
    sandbox.run(launcher);
    assertThat(sandbox.run(launcher).err()).isEmpty();
    for (String source : List.of("src/main/java/Some.java", "webroot/index.html", "config/scenarios/a.txt", "pom.xml")) {
      sandbox.write(source, "changed");
      sandbox.edited("target/ringside.classpath", 1);
      assertThat(sandbox.run(launcher).err()).as(source).isEmpty();
      sandbox.edited(source, 2);
      assertThat(sandbox.run(launcher).err()).as(source).contains("building");
      sandbox.edited(source, -60);
    }
    assertThat(builds()).isEqualTo(5);
  }

  @Test
  void anEditDuringTheBuildIsBuiltNextTime() throws Exception {
    sandbox.program("mvn", "echo build >> builds", "mkdir -p target/classes/io/ringside/cli",
        "touch target/classes/io/ringside/cli/Main.class", "echo libraries.jar > target/ringside.classpath",
        "touch -d '2 seconds' src/main/java/Some.java", "touch -d '4 seconds' target/ringside.classpath");
    sandbox.run(launcher);
    sandbox.run(launcher);
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aFailedBuildShowsItsErrorsAndStartsNothing() throws Exception {
    sandbox.program("mvn", "echo '[INFO] much'", "echo '[ERROR] Some.java:[1,1] cannot find symbol'", "exit 1");
    Outcome outcome = sandbox.run(launcher);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.INTERNAL);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("cannot find symbol", "the build failed", "ringside-build.log")
        .doesNotContain("much");
  }

  @Test
  void twoFirstUsesAtOnceBuildOnce() throws Exception {
    Process one = sandbox.start(launcher, "one");
    Process two = sandbox.start(launcher, "two");
    assertThat(ScriptSandbox.await(one).exitCode()).isEqualTo(3);
    assertThat(ScriptSandbox.await(two).exitCode()).isEqualTo(3);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void itWorksThroughASymbolicLink() throws Exception {
    Path link = Files.createSymbolicLink(sandbox.programs().resolve("rs"), launcher);
    assertThat(sandbox.run(link).out()).contains("-Dringside.home=" + sandbox.home());
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    assertRefused("mvn", "Maven is missing");
    java("17.0.15", "java.base@17.0.15");
    sandbox.program("mvn", "exit 0");
    assertThat(sandbox.run(launcher).err()).contains("runtime without compiler");
    assertRefused("java", "Java is missing");
  }

  @Test
  void anOldJavaIsRefusedAndANewOneIsKeptQuiet() throws Exception {
    for (String old : List.of("1.8.0_402", "11.0.2")) {
      java(old, "jdk.compiler@" + old);
      assertThat(sandbox.run(launcher)).satisfies(outcome -> {
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.INTERNAL);
        assertThat(outcome.err()).contains("ringside needs 17 or newer");
      });
    }
    java("17.0.15", "jdk.compiler@17");
    assertThat(sandbox.run(launcher).out()).doesNotContain("--sun-misc-unsafe-memory-access");
    java("25", "jdk.compiler@25");
    assertThat(sandbox.run(launcher).out())
        .contains("--enable-native-access=ALL-UNNAMED\n--sun-misc-unsafe-memory-access=allow");
  }

  private void assertRefused(String missing, String reason) throws IOException, InterruptedException {
    Files.delete(sandbox.programs().resolve(missing));
    Outcome outcome = sandbox.run(launcher);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.INTERNAL);
    assertThat(outcome.err()).contains(reason);
  }

  /** A Java that prints its pid and arguments and ends with 3. */
  private void java(String version, String module) throws IOException {
    sandbox.program("java",
        "case $1 in",
        "  --list-modules) echo " + module + " ;;",
        "  -version) echo 'openjdk version \"" + version + "\"' >&2 ;;",
        "  *) echo pid $$; printf '%s\\n' \"$@\"; exit 3 ;;",
        "esac");
  }

  private long builds() throws IOException {
    Path builds = sandbox.file("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }
}
