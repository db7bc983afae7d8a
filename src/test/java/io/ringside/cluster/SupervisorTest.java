package io.ringside.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders to a supervisor whose members are no nodes: they say that they are ready, and end with their input. */
class SupervisorTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final long NOBODY = Long.MAX_VALUE;

  @TempDir
  private Path directory;

  private ProcessCluster cluster;
  private Supervisor supervisor;

  @BeforeEach
  void start() throws IOException {
    Path member = Files.writeString(directory.resolve("member"), "#!/bin/sh\necho ready\nexec cat\n");
    Files.setPosixFilePermissions(member, PosixFilePermissions.fromString("rwxr-xr-x"));
    var plan = new ClusterPlan(directory, List.of(plan("n1", 1), plan("n2", 3)), List.of());
    cluster = new ProcessCluster(plan, new JavaCommand(member, List.of(), "", "Member"), ended -> { });
    cluster.restart("n1");
    cluster.restart("n2");
    supervisor = Supervisor.of(cluster);
  }

  private MemberPlan plan(String name, int port) {
    return MemberPlan.onLoopback(name, port, port + 1, directory.resolve(name));
  }

  @AfterEach
  void stop() {
    supervisor.close();
    cluster.close();
  }

  @Test
  void membersAreRestartedAndStoppedByOrder() {
    SupervisorLink link = SupervisorLink.to(directory);
    List<MemberState> before = link.status();
    assertThat(before).extracting(MemberState::name).containsExactly("n1", "n2");
    assertThat(before).allMatch(MemberState::isUp);
    MemberState restarted = link.restart("n2");
    assertThat(restarted.isUp()).isTrue();
    assertThat(restarted.pid()).isNotEqualTo(before.get(1).pid());
    assertThat(link.stop("n1")).extracting(MemberState::state).containsExactly("stopped");
    assertThat(link.status()).extracting(MemberState::isUp).containsExactly(false, true);
  }

  @Test
  void orderedToStopEverythingItStopsAndSaysSo() {
    List<MemberState> before = cluster.members();
    assertThat(SupervisorLink.to(directory).stop("")).extracting(MemberState::state).containsExactly("stopped", "stopped");
    assertThat(Await.within(LIMIT, supervisor.stopped())).isTrue();
    assertThat(before).noneMatch(member -> ProcessHandle.of(member.pid()).map(ProcessHandle::isAlive).orElse(false));
  }

  @Test
  void aMemberThatDoesNotExistIsTheMistakeOfWhoeverAsked() {
    var failure = catchThrowableOfType(ClusterFailure.class, () -> SupervisorLink.to(directory).restart("n9"));
    assertThat(failure).hasMessageContaining("no member n9");
    assertThat(failure.isMistake()).isTrue();
    assertThat(failure.hint()).contains("n1, n2");
  }

  @Test
  void whatIsNoOrderStopsNoOther() throws IOException {
    for (String line : List.of("null", "{}", "{\"token\":null}", "[]", "stop", "")) {
      send(line);
    }
    assertThat(SupervisorLink.to(directory).status()).allMatch(MemberState::isUp);
  }

  @Test
  void aStrangersOrderIsRefused() throws IOException {
    assertThat(send("{\"token\":\"x\",\"command\":\"stop\",\"member\":\"\"}")).contains("another token");
    assertThat(cluster.members()).allMatch(MemberState::isUp);
  }

  @Test
  void aSupervisorThatDoesNotAnswerIsNotWaitedForForever() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long self = ProcessHandle.current().pid();
      fileOf(self, silent).write(directory);
      var failure = catchThrowableOfType(ClusterFailure.class, () -> SupervisorLink.to(directory, SHORT).status());
      assertThat(failure).hasMessageContaining("the process " + self).hasMessageContaining("has not answered");
    }
  }

  @Test
  void whoeverHasThePortOfADeadSupervisorIsNotAsked() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      fileOf(NOBODY, other).write(directory);
      assertThat(SupervisorLink.to(directory).isUp()).isFalse();
      assertThat(SupervisorLink.to(directory).status()).extracting(MemberState::state).containsOnly("stopped");
    }
  }

  @Test
  void startedAgainAClusterHasItsPortsAndAsManyMembers() {
    assertThat(ClusterPlan.onLoopback(directory, 2, List.of()).members()).isEqualTo(cluster.plan().members());
    var failure = catchThrowableOfType(ClusterFailure.class, () -> ClusterPlan.onLoopback(directory, 3, List.of()));
    assertThat(failure).hasMessageContaining("a cluster of 2 members, not 3");
    assertThat(failure.isMistake()).isTrue();
  }

  private ClusterFile fileOf(long pid, ServerSocket socket) {
    return new ClusterFile(pid, socket.getLocalPort(), "token", cluster.plan().members(), cluster.members());
  }

  /** What it answers to this line; nothing if it hangs up. */
  private String send(String line) throws IOException {
    int port = ClusterFile.read(directory).orElseThrow().port();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
