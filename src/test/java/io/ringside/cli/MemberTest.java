package io.ringside.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringside.config.NodeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberTest {
  private static final int UNUSED_PORT = 1;

  @TempDir
  private Path directory;

  @Test
  void aPortInUseIsSaidInPlainWords() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandFailure failure = refused("http.port=" + other.getLocalPort());
      assertThat(failure.getMessage()).contains("Cannot listen on 127.0.0.1:" + other.getLocalPort(), "http.port");
      assertThat(failure.exitCode()).isEqualTo(ExitCode.INTERNAL);
    }
    startAndStop("http.port=0");
  }

  @Test
  void aDirectoryInUseIsSaidInPlainWords() {
    var first = new Member(config("http.port=0"));
    first.start();
    try {
      CommandFailure failure = refused("http.port=0");
      assertThat(failure.getMessage()).contains("in use by another process");
      assertThat(failure.hint()).contains("data.directory");
    } finally {
      first.close();
    }
    startAndStop("http.port=0");
  }

  @Test
  void anUnreachableSeedStopsNoStart() throws IOException {
    int free;
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = probe.getLocalPort();
    }
    startAndStop("http.port=0", "quorum.n=2", "cluster.joinPortOffset=1", "node.name=n1",
        "cluster.members=n1=127.0.0.1:" + free + ",n2=127.0.0.1:" + UNUSED_PORT);
  }

  /** Not even what it knows of itself can be read: it starts as on a new disk, and keeps the old one. */
  @Test
  void aDirectoryThatTheDiskHasChangedIsMended() throws IOException {
    startAndStop("http.port=0");
    startAndStop("http.port=0"); // What recovery finds in the log, it writes to tables.
    flipFirstBlocks(directory.resolve("n1/rocksdb"));
    startAndStop("http.port=0");
    assertThat(directory.resolve("n1/damaged-1/CURRENT")).exists();
  }

  @Test
  void aDirectoryThatCannotBeMendedIsSaidInPlainWords() throws IOException {
    startAndStop("http.port=0");
    Files.writeString(directory.resolve("n1/rocksdb/CURRENT"), "nonsense");
    CommandFailure failure = refused("http.port=0");
    assertThat(failure.exitCode()).isEqualTo(ExitCode.INTERNAL);
    assertThat(failure.getMessage()).contains(directory.resolve("n1").toString(), "was not mended");
    assertThat(failure.hint()).contains("an empty one");

    Files.move(directory.resolve("n1"), directory.resolve("n1.damaged"));
    startAndStop("http.port=0");
  }

  private static void flipFirstBlocks(Path database) throws IOException {
    try (Stream<Path> files = Files.list(database)) {
      for (Path table : files.filter(file -> file.toString().endsWith(".sst")).toList()) {
        byte[] bytes = Files.readAllBytes(table);
        bytes[5] ^= 0x10;
        Files.write(table, bytes);
      }
    }
  }

  private CommandFailure refused(String... settings) {
    return catchThrowableOfType(CommandFailure.class, new Member(config(settings))::start);
  }

  private void startAndStop(String... settings) {
    var member = new Member(config(settings));
    member.start();
    assertThat(member.http()).startsWith("http://127.0.0.1:");
    member.close();
  }

  private NodeConfig config(String... settings) {
    String[] all = Arrays.copyOf(settings, settings.length + 1);
    all[settings.length] = "data.directory=" + directory.resolve("n1");
    return NodeConfig.of(all);
  }
}
