package io.ringside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final TreeMap<String, String> environment = new TreeMap<>();

  @TempDir
  private Path directory;

  @Test
  void helpAndVersionAreAnswers() {
    assertThat(run("--help")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("Usage: ringside", "config", "64");
    assertThat(run("--version")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).containsPattern("ringside \\d+\\.\\d+");
    assertThat(run("config", "show", "--help")).isEqualTo(ExitCode.OK);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void noCommandIsAMisuse() {
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Usage: ringside");
    assertThat(run("config")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void anUnknownCommandIsRefusedWithASuggestion() {
    assertThat(run("confg")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("confg", "Did you mean", "config");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anUnknownOptionIsRefused() {
    assertThat(run("config", "show", "--orign")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--orign", "--origin");
    assertThat(run("config", "show", "-o", "xml")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void theConfigurationIsShownWithItsOrigins() throws IOException {
    Path file = Files.writeString(directory.resolve("node.yaml"), "http:\n  port: 1\n");
    environment.put("RINGSIDE_BUS_HOST", "127.0.0.2");
    assertThat(run("config", "show", "--origin", "--config", file.toString(), "--set", "quorum.r=1", "--name", "n7"))
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString().lines()).anyMatch(line -> line.matches("KEY +VALUE +ORIGIN"))
        .anyMatch(line -> line.matches("http\\.port +1 +.*node\\.yaml:2"))
        .anyMatch(line -> line.matches("bus\\.host +127\\.0\\.0\\.2 +environment RINGSIDE_BUS_HOST"))
        .anyMatch(line -> line.matches("quorum\\.r +1 +--set"))
        .anyMatch(line -> line.matches("node\\.name +n7 +--name"))
        .anyMatch(line -> line.matches("quorum\\.w +2 +default"));
  }

  @Test
  void jsonIsOneObjectPerLine() throws JsonProcessingException {
    assertThat(run("config", "show", "-o", "json")).isEqualTo(ExitCode.OK);
    for (String line : out.toString().lines().toList()) {
      assertThat(new ObjectMapper().readTree(line).fieldNames()).toIterable().containsExactly("key", "value");
    }
  }

  @Test
  void aConfigurationThatCannotBeUsedIsAMisuse() {
    assertThat(run("config", "show", "--set", "http.prot=1")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("http.prot", "did you mean http.port?").doesNotContain("\tat ");
  }

  @Test
  void aFileIsCheckedWithoutTheEnvironment() throws IOException {
    environment.put("RINGSIDE_HTTP_PORT", "nonsense");
    assertThat(run("config", "check", "config/node.yaml", "--name", "n1")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("config/node.yaml: ok for n1");
    Path broken = Files.writeString(directory.resolve("broken.yaml"), "http:\n  prot: 1\n");
    assertThat(run("config", "check", broken.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(run("config", "check", directory.resolve("missing.yaml").toString())).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aCommandThatStopsSaysWhyAndWhatToDo() {
    var failure = new CommandFailure(ExitCode.NOT_FOUND, "there is no key 'cart'", "keys lists what there is");
    assertThat(Main.failed(failure, new PrintWriter(err))).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(err).hasToString("ringside: there is no key 'cart'\n  hint: keys lists what there is\n");
  }

  @Test
  void aBugIsInternalAndShowsItsTrace() {
    assertThat(Main.failed(new IllegalStateException("oops"), new PrintWriter(err))).isEqualTo(ExitCode.INTERNAL);
    assertThat(err.toString()).contains("please report it", "java.lang.IllegalStateException: oops", "\tat ");
  }

  @Test
  void coloursGoWhenNoColorIsSetAndNotEmpty() {
    assertThat(Main.colours(environment)).isEqualTo(Ansi.AUTO);
    environment.put("NO_COLOR", "");
    assertThat(Main.colours(environment)).isEqualTo(Ansi.AUTO);
    environment.put("NO_COLOR", "1");
    assertThat(Main.colours(environment)).isEqualTo(Ansi.OFF);
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(args, new PrintWriter(out), new PrintWriter(err), environment);
  }
}
