package io.ringside.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
    assertThat(err).hasToString("ringside: --seed: 'seven' is not a whole number\n  hint: for example --seed 42\n");
    run("sim", "run", "--seed", "3", "--seconds", "3", "--print-script");
    Path file = Files.writeString(directory.resolve("wrong.run"), out.toString().replaceFirst("ms get ", "ms gte "));
    assertThat(run("sim", "run", "--script", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).containsPattern("line [0-9]+, column [0-9]+: 'gte' is no deed").contains("did you mean get?");
    assertThat(run("sim", "run", "--script", directory.resolve("none.run").toString())).isEqualTo(ExitCode.USAGE);
    assertThat(run("sim", "explore", "--seeds", "9..1")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("1..500");
    assertThat(run("sim", "run", "--seconds", "0")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void anExplorationNoticesABugOfTheMuseum() {
    assertThat(run("sim", "explore", "--piece", "last-write-wins", "--seeds", "1..2", "--seconds", "10", "--allow-unreached",
        "--log-dir", directory.toString())).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(out.toString()).contains("seed 1 failed: I1", "ringside sim trace --seed 1 --seconds 10 --piece last-write-wins",
        "record it:  ringside sim run --seed 1 --seconds 10 --piece last-write-wins --record seed-1.jsonl",
        "event log:  " + directory.resolve("seed-1.log")).containsPattern("noticed by: \\[I1");
    assertThat(directory.resolve("seed-1.log")).content().contains(" client c", "\"kind\":\"op.start\"", "in the end: I1");
    assertThat(run("sim", "explore", "--piece", "last-write-win")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("no such piece: last-write-win", "did you mean last-write-wins");
  }

  @Test
  void whatAnExplorationFoundIsReplayedReadAndShrunk() {
    String[] found = {"--seed", "1", "--seconds", "5", "--piece", "hint-overwrites"};
    assertThat(run(with(found, "run", "-o", "json", "--log-dir", directory.toString()))).isEqualTo(ExitCode.NOT_FOUND);
    JsonObject report = new JsonObject(out.toString());
    assertThat(report.getString("trace")).isEqualTo("ringside sim trace --seed 1 --seconds 5 --piece hint-overwrites");
    assertThat(report.getString("record")).isEqualTo("ringside sim run --seed 1 --seconds 5 --piece hint-overwrites --record seed-1.jsonl");
    assertThat(Path.of(report.getString("log"))).isNotEmptyFile();
    assertThat(run(with(found, "trace"))).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(out.toString()).contains(" !!   I");
    Path small = directory.resolve("small.run");
    assertThat(run(with(found, "shrink", "--out", small.toString()))).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(small).content().contains("build ", "play it with --piece hint-overwrites");
    assertThat(out.toString()).contains("ringside sim run --script " + small + " --piece hint-overwrites");
    assertThat(run("sim", "run", "--script", small.toString(), "--piece", "hint-overwrites", "--log-dir", directory.toString()))
        .isEqualTo(ExitCode.NOT_FOUND);
    assertThat(run("sim", "run", "--script", small.toString())).isZero();
  }

  private static String[] with(String[] which, String command, String... more) {
    return Stream.of(Stream.of("sim", command), Stream.of(which), Stream.of(more)).flatMap(all -> all).toArray(String[]::new);
  }

  @Test
  void aFreshSeedIsSaidAndAScriptHasItsOwn() throws IOException {
    assertThat(run("sim", "run", "--seconds", "1", "--print-script")).isZero();
    assertThat(err.toString()).containsPattern("a fresh seed: --seed [0-9]+");
    Path file = Files.writeString(directory.resolve("one.run"), out.toString());
    assertThat(run("sim", "run", "--script", file.toString(), "--seed", "1")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("a script says its own seed");
    assertThat(run("sim", "run", "--script", file.toString())).isZero();
    assertThat(err.toString()).isEmpty();
    Files.writeString(file, Files.readString(file).replaceFirst("build .*", "build 0.0+other"));
    assertThat(run("sim", "run", "--script", file.toString())).isZero();
    assertThat(err.toString()).contains("was written by build 0.0+other", "the hash will differ");
  }

  @Test
  void whatCannotBeDoneIsRefusedBeforeTheWorkBegins() {
    String nowhere = directory.resolve("none/x.run").toString();
    assertThat(run("sim", "shrink", "--seed", "1", "--out", nowhere)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("no file can be written in");
    assertThat(run("sim", "trace", "--seed", "1", "--from", "-1")).isEqualTo(ExitCode.USAGE);
    assertThat(run("sim", "trace", "--seed", "1", "--from", "9", "--to", "8")).isEqualTo(ExitCode.USAGE);
    assertThat(run("sim", "trace", "--seed", "1", "--form", "elle", "--to", "8")).isEqualTo(ExitCode.USAGE);
    assertThat(run("sim", "trace", "--seed", "1", "--form", "shiviz", "-o", "json")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aKeyIsFollowedThroughClientsMessagesAndNodes() {
    assertThat(run("sim", "trace", "--seed", "3", "--seconds", "3", "--key", "key-0")).isZero();
    assertThat(out.toString()).contains(" c", "key-0", "sends Store of key-0", "answered: ok")
        .doesNotContain("key-1", "CompareRoots");
    assertThat(run("sim", "trace", "--seed", "3", "--seconds", "3", "--key", "key-0", "-o", "json")).isZero();
    assertThat(out.toString().lines().map(JsonObject::new).filter(one -> one.getString("kind").equals("client")))
        .isNotEmpty().allMatch(one -> List.of("key-0", "").contains(one.getString("key")));
    assertThat(run("sim", "trace", "--seed", "3", "--seconds", "3", "--key", "key-0", "--form", "history")).isZero();
    assertThat(out.toString().lines()).isNotEmpty().allMatch(line -> line.contains("\"key\":\"key-0\""));
  }

  @Test
  void aHistoryIsJudgedWhereverItComesFrom() throws IOException {
    assertThat(run("sim", "trace", "--seed", "3", "--seconds", "5", "--form", "history")).isZero();
    Path file = Files.writeString(directory.resolve("history.jsonl"), out.toString());
    assertThat(run("sim", "judge", file.toString(), "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"violations\":[]");
    List<String> readers = Files.readAllLines(file).stream().filter(line -> line.contains("\"verb\":\"get\"")).toList();
    assertThat(run("sim", "judge", Files.write(file, readers).toString())).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(out.toString()).contains("I3: ", "nobody wrote it");
    assertThat(run("sim", "judge", Files.writeString(file, "no history").toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Line 1 is not JSON", "--form history");
  }

  @Test
  void whatExpiresIsLeftUndecidedWithAWord() throws IOException {
    Path script = Files.writeString(directory.resolve("expire.run"), """
        ringside-run 2
        seed 1
        cluster nodes=3 n=3 r=2 w=2 millis=5000
        weather delay=500 loss=0 duplication=0 capacity=0 disk=300
        config cluster.partitions=16
        mishaps
        end answers
        at 100ms expire c1 key-0 1000
        at 3000ms get c2 key-0
        """);
    assertThat(run("sim", "trace", "--script", script.toString(), "--form", "history")).isZero();
    Path file = Files.writeString(directory.resolve("history.jsonl"), out.toString());
    assertThat(run("sim", "judge", file.toString(), "--linearizable")).isZero();
    assertThat(out.toString()).contains("undecided: key-0: values expire");
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
    assertThat(run("sim", "shrink", "--seed", "3", "--seconds", "2", "-o", "json")).isZero();
    assertThat(new JsonObject(out.toString()).getString("violates")).isEmpty();
  }

  @Test
  void speedIsMeasuredWithItsProfileAndALargeCluster() {
    assertThat(run("sim", "speed", "--seconds", "3", "--gossip-nodes", "9", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"speedPerCpu\":", "\"violations\":[]", "\"gossipNodes\":9", "\"agreed\":true",
        "\"peakHeapMiB\":");
    assertThat(err.toString()).contains("warming up for 6 virtual seconds", "120 virtual seconds of gossip");
    assertThat(run("sim", "speed", "--seconds", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(run("sim", "speed", "--gossip-nodes", "-1")).isEqualTo(ExitCode.USAGE);
  }
}
