package io.ringside.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Gives orders to the process that looks after the cluster in a directory. */
public final class SupervisorLink {
  /** More than a restart may take. */
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final ClusterFile file;
  private final Duration limit;

  private SupervisorLink(Path directory, ClusterFile file, Duration limit) {
    this.directory = directory;
    this.file = file;
    this.limit = limit;
  }

  /** To the cluster in this directory; throws a {@link ClusterFailure} if there never was one. */
  public static SupervisorLink to(Path directory) {
    return to(directory, ANSWER_LIMIT);
  }

  static SupervisorLink to(Path directory, Duration limit) {
    ClusterFile file = ClusterFile.read(directory).orElseThrow(() -> ClusterFailure.mistake(
        "there is no cluster in " + directory, "name its directory with --data, or start one: ringside cluster --nodes 3"));
    return new SupervisorLink(directory, file, limit);
  }

  /** True if somebody looks after the cluster now. */
  public boolean isUp() {
    try (Socket socket = connect()) {
      return !order(socket, "status", "").members().isEmpty();
    } catch (IOException down) {
      return false;
    }
  }

  /** How the members are; if nobody looks after them, all of them are down. */
  public List<MemberState> status() {
    return isUp() ? send("status", "") : file.members().stream().map(member -> member.as("stopped")).toList();
  }

  public MemberState restart(String member) {
    return send("restart", member).get(0);
  }

  /** Stops one member, or with an empty name all of them and the cluster. */
  public List<MemberState> stop(String member) {
    return send("stop", member);
  }

  private List<MemberState> send(String command, String member) {
    try (Socket socket = connect()) {
      Outcome outcome = order(socket, command, member);
      if (!outcome.error().isEmpty()) {
        throw outcome.failure();
      }
      return outcome.members();
    } catch (IOException down) {
      throw new ClusterFailure("the cluster in " + directory + " is not running",
          "start it: ringside cluster --nodes " + file.plans().size() + " --data " + directory);
    }
  }

  /** If that process is gone, its port may be anybody's by now. */
  private Socket connect() throws IOException {
    if (ProcessHandle.of(file.pid()).isEmpty()) {
      throw new IOException("the process " + file.pid() + " is gone");
    }
    return new Socket(InetAddress.getLoopbackAddress(), file.port());
  }

  private Outcome order(Socket socket, String command, String member) throws IOException {
    String line = JSON.writeValueAsString(new Order(file.token(), command, member)) + "\n";
    socket.setSoTimeout((int) limit.toMillis());
    socket.getOutputStream().write(line.getBytes(UTF_8));
    try {
      String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
      if (answer == null) {
        throw new IOException("no answer");
      }
      return JSON.readValue(answer, Outcome.class);
    } catch (SocketTimeoutException silent) {
      throw new ClusterFailure("the process " + file.pid() + ", which looks after the cluster in " + directory
          + ", has not answered within " + limit.toSeconds() + " s", "if it is stuck, end it: its members end with it");
    }
  }
}
