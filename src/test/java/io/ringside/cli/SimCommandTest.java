package io.ringside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  private Path directory;

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(arguments, new PrintWriter(out), new PrintWriter(err));
  }

  @Test
  void aSeedGivesItsHash() {
    assertThat(run("sim", "run", "--seed", "3", "--seconds", "3", "-o", "json")).isZero();
    String first = out.toString();
    assertThat(first).contains("\"seed\":3").containsPattern("\"hash\":\"[0-9a-f]{16}\"").contains("\"violations\":[]");
    assertThat(run("sim", "run", "--seed", "3", "--seconds", "3", "-o", "json")).isZero();
    assertThat(out.toString()).isEqualTo(first);
  }

  @Test
  void aPrintedScriptPlaysAsItsSeedDoes() throws IOException {
    run("sim", "run", "--seed", "3", "--seconds", "3", "-o", "json");
    String hash = out.toString().replaceAll("(?s).*\"hash\":\"([0-9a-f]+)\".*", "$1");
    assertThat(run("sim", "run", "--seed", "3", "--seconds", "3", "--print-script")).isZero();
    Path file = Files.writeString(directory.resolve("three.run"), out.toString());
    assertThat(run("sim", "run", "--script", file.toString(), "-o", "json")).isZero();
    assertThat(out.toString()).contains(hash);
  }

  @Test
  void whatCannotBePlayedIsRefusedWithLineReasonAndHint() throws IOException {
    assertThat(run("sim", "run", "--seed", "seven")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'seven'");
    run("sim", "run", "--seed", "3", "--seconds", "3", "--print-script");
    Path file = Files.writeString(directory.resolve("wrong.run"), out.toString() + "at 5ms crahs n1\n");
    assertThat(run("sim", "run", "--script", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).containsPattern("line [0-9]+: 'crahs' is no deed").contains("did you mean crash?");
    assertThat(run("sim", "run", "--script", directory.resolve("none.run").toString())).isEqualTo(ExitCode.USAGE);
    assertThat(run("sim", "explore", "--seeds", "9..1")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("1..500");
    assertThat(run("sim", "run", "--seconds", "0")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void anExplorationNoticesABugOfTheMuseum() {
    assertThat(run("sim", "explore", "--piece", "last-write-wins", "--seeds", "1..2", "--seconds", "10", "--allow-unreached"))
        .isEqualTo(ExitCode.NOT_FOUND);
    assertThat(out.toString()).contains("seed 1 failed: I1").containsPattern("noticed by: \\[I1");
    assertThat(run("sim", "explore", "--piece", "mona-lisa")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("mona-lisa");
  }

  @Test
  void anExplorationFailsWhenItWasBlind() {
    assertThat(run("sim", "explore", "--seeds", "1..2", "--seconds", "1", "--jobs", "1")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(out.toString()).contains("never reached");
    assertThat(run("sim", "explore", "--seeds", "1..2", "--seconds", "1", "--jobs", "1", "--allow-unreached")).isZero();
  }

  @Test
  void aTraceIsReadInEveryForm() {
    assertThat(run("sim", "trace", "--seed", "3", "--seconds", "2", "--to", "2000")).isZero();
    assertThat(out.toString()).contains(" s  n1 ", "op.start").doesNotContain("Probe");
    assertThat(run("sim", "trace", "--seed", "3", "--seconds", "2", "--form", "shiviz")).isZero();
    assertThat(out.toString()).startsWith("n").contains(" {\"n");
    assertThat(run("sim", "trace", "--seed", "3", "--seconds", "2", "--form", "elle")).isZero();
    assertThat(out.toString()).startsWith("{:index 0");
    assertThat(run("sim", "trace", "--seed", "3", "--seconds", "2", "--form", "history")).isZero();
    assertThat(out.toString()).startsWith("{\"v\":1");
  }

  @Test
  void thereIsNothingToShrinkInARunThatFailsInNothing() {
    assertThat(run("sim", "shrink", "--seed", "3", "--seconds", "2")).isZero();
    assertThat(err.toString()).contains("violates nothing");
  }

  @Test
  void speedIsMeasuredWithItsProfileAndALargeCluster() {
    assertThat(run("sim", "speed", "--seconds", "3", "--gossip-nodes", "9", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"speedPerCpu\":", "\"violations\":[]", "\"gossipNodes\":9", "\"agreed\":true",
        "\"peakHeapMiB\":");
    assertThat(err.toString()).contains("warming up for 3 virtual seconds", "120 virtual seconds of gossip");
    assertThat(run("sim", "speed", "--seconds", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(run("sim", "speed", "--gossip-nodes", "-1")).isEqualTo(ExitCode.USAGE);
  }
}
