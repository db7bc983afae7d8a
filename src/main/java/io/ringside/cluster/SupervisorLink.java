package io.ringside.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;

/** Gives orders to the process that looks after the cluster in a directory. */
public final class SupervisorLink {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final ClusterFile file;

  private SupervisorLink(Path directory, ClusterFile file) {
    this.directory = directory;
    this.file = file;
  }

  /** To the cluster in this directory; throws a {@link ClusterFailure} if there never was one. */
  public static SupervisorLink to(Path directory) {
    ClusterFile file = ClusterFile.read(directory).orElseThrow(() -> new ClusterFailure(
        "there is no cluster in " + directory, "name its directory with --data, or start one: ringside cluster --nodes 3"));
    return new SupervisorLink(directory, file);
  }

  /** True if somebody looks after the cluster now. */
  public boolean isUp() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), file.port())) {
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
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), file.port())) {
      Outcome outcome = order(socket, command, member);
      if (!outcome.error().isEmpty()) {
        throw new ClusterFailure(outcome.error(), outcome.hint());
      }
      return outcome.members();
    } catch (IOException down) {
      throw new ClusterFailure("the cluster in " + directory + " is not running",
          "start it: ringside cluster --nodes " + file.plans().size() + " --data " + directory);
    }
  }

  private Outcome order(Socket socket, String command, String member) throws IOException {
    String line = JSON.writeValueAsString(new Order(file.token(), command, member)) + "\n";
    socket.getOutputStream().write(line.getBytes(UTF_8));
    String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
    if (answer == null) {
      throw new IOException("no answer");
    }
    return JSON.readValue(answer, Outcome.class);
  }
}
