package io.ringside.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.http.JsonClient;
import io.ringside.testing.SmallJvm;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code ringside cluster} as a process of its own, and what a script does with it. */
class ClusterCommandTest {
  /** Less than the time limit of a test, and more than any start takes on a busy machine. */
  private static final long LIMIT_SECONDS = 120;

  /** Less than the time after which a node closes a connection on which nothing moves. */
  private static final int END_LIMIT_MILLIS = 45_000;

  private final List<ProcessHandle> started = new ArrayList<>();
  private final JsonClient http = new JsonClient(Duration.ofSeconds(LIMIT_SECONDS));

  @TempDir
  private Path directory;

  /** What a command printed, and how it ended. */
  private record Outcome(int exitCode, String out, String err) {
    List<JsonObject> lines() {
      return out.lines().map(JsonObject::new).toList();
    }

    List<String> states() {
      return lines().stream().map(member -> member.getString("state")).toList();
    }
  }

  @AfterEach
  void leaveNothingBehind() {
    started.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void aScriptStartsKillsRestartsAndStopsMembers() throws Exception {
    Process command = start(3);
    List<JsonObject> members = membersOf(command, 3);
    assertThat(members).extracting(member -> member.getString("name")).containsExactly("n1", "n2", "n3");
    assertThat(members).allSatisfy(member -> {
      assertThat(member.getString("state")).isEqualTo("up");
      assertThat(handle(member).isAlive()).isTrue();
      assertThat(member.getString("bus")).startsWith("127.0.0.1:");
      assertThat(Path.of(member.getString("data"))).isDirectory().startsWith(data());
      assertThat(http.get(member.getString("http") + "/readyz").status()).isEqualTo(200);
    });

    handle(members.get(1)).destroyForcibly();
    awaitLine(command.errorReader(), "n2 (" + members.get(1).getLong("pid") + ") was ended by signal 9");
    Outcome status = cluster("status");
    assertThat(status.exitCode()).isEqualTo(ExitCode.DEGRADED);
    assertThat(status.states()).containsExactly("up", "was ended by signal 9", "up");
    assertThat(run("put", "cart", "1", "--at", members.get(0).getString("http")).exitCode()).isZero();

    Outcome restart = cluster("restart", "n2");
    assertThat(restart.exitCode()).isZero();
    JsonObject again = restart.lines().get(0);
    started.add(handle(again));
    assertThat(again.getLong("pid")).isNotEqualTo(members.get(1).getLong("pid"));
    assertThat(again.copy().put("pid", 0)).isEqualTo(members.get(1).copy().put("pid", 0));
    assertThat(run("get", "cart", "--at", again.getString("http")).out()).isEqualTo("1");
    assertThat(cluster("status").exitCode()).isZero();

    assertThat(cluster("restart", "n9")).satisfies(misuse -> {
      assertThat(misuse.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(misuse.err()).contains("there is no member n9", "n1, n2, n3");
    });

    command.destroy();
    assertThat(command.waitFor(LIMIT_SECONDS, SECONDS)).isTrue();
    assertThat(command.exitValue()).isEqualTo(ExitCode.OK);
    assertThat(started).noneMatch(ProcessHandle::isAlive);
    assertThat(cluster("status").states()).containsOnly("stopped");
  }

  /** An orphan's pid may outlive it where nobody reaps it, so its end is seen by a connection to it. */
  @Test
  void aKilledCommandLeavesNoMemberBehind() throws Exception {
    Process command = start(1);
    var address = URI.create(membersOf(command, 1).get(0).getString("http"));
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(END_LIMIT_MILLIS);
      command.destroyForcibly();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(cluster("status").states()).containsExactly("stopped");
  }

  private Process start(int nodes) throws IOException {
    var line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    line.addAll(SmallJvm.OPTIONS);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(),
        "cluster", "--nodes", Integer.toString(nodes), "--data", data().toString(), "-o", "json"));
    Process process = new ProcessBuilder(line).start();
    started.add(process.toHandle());
    return process;
  }

  /** The lines that it prints when all are up. */
  private List<JsonObject> membersOf(Process command, int nodes) throws Exception {
    BufferedReader lines = command.inputReader();
    var members = new ArrayList<JsonObject>();
    for (int i = 0; i < nodes; i++) {
      members.add(new JsonObject(awaitLine(lines, "{")));
    }
    members.forEach(member -> started.add(handle(member)));
    return members;
  }

  /** The next line with this text; fails if the lines end before, or do not come. */
  private static String awaitLine(BufferedReader lines, String text) throws Exception {
    return CompletableFuture.supplyAsync(() -> lines.lines().filter(line -> line.contains(text)).findFirst().orElseThrow(),
        task -> new Thread(task).start()).get(LIMIT_SECONDS, SECONDS);
  }

  /** Fails if the process is gone, and then there is nothing to wait for. */
  private ProcessHandle handle(JsonObject member) {
    long pid = member.getLong("pid");
    return started.stream().filter(one -> one.pid() == pid).findFirst().orElseGet(() -> ProcessHandle.of(pid).orElseThrow());
  }

  private Outcome cluster(String order, String... more) {
    var arguments = new ArrayList<>(List.of("cluster", order));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--data", data().toString(), "-o", "json"));
    return run(arguments.toArray(String[]::new));
  }

  private static Outcome run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode = Main.run(arguments, new PrintWriter(out), new PrintWriter(err), new TreeMap<>());
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  private Path data() {
    return directory.resolve("cluster");
  }
}
