package io.ringside.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Looks after a {@link ProcessCluster} for other processes: takes their orders on a loopback port, one after the other, and
 * writes into {@code cluster.json} where that port is. Safe for any number of threads.
 */
public final class Supervisor implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOKEN_BYTES = 16;
  private static final int ORDER_LIMIT_MILLIS = 2000;
  private static final int BACKLOG = 16;

  private final ProcessCluster cluster;
  private final ServerSocket socket;
  private final String token;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  private Supervisor(ProcessCluster cluster, ServerSocket socket, String token) {
    this.cluster = cluster;
    this.socket = socket;
    this.token = token;
  }

  /** Takes orders for this cluster from now on. */
  public static Supervisor of(ProcessCluster cluster) {
    byte[] secret = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(secret);
    try {
      var socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      var supervisor = new Supervisor(cluster, socket, HexFormat.of().formatHex(secret));
      supervisor.remember();
      new Thread(supervisor::serve, "ringside-orders").start();
      return supervisor;
    } catch (IOException thrown) {
      throw new ClusterFailure("no loopback port can be had for orders: " + thrown.getMessage(), "");
    }
  }

  /** Completes when somebody has ordered all members to stop, and they have. */
  public CompletableFuture<Void> stopped() {
    return stopped;
  }

  /** Takes no more orders. The members are not touched. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyClosed) {
      // which is what was asked for
    }
  }

  private void remember() {
    new ClusterFile(ProcessHandle.current().pid(), socket.getLocalPort(), token, cluster.plan().members(), cluster.members())
        .write(cluster.plan().directory());
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket caller = socket.accept()) {
        caller.setSoTimeout(ORDER_LIMIT_MILLIS);
        answer(caller);
      } catch (IOException closedOrCallerGoneOrNoOrder) {
        continue;
      }
    }
  }

  private void answer(Socket caller) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(caller.getInputStream(), UTF_8));
    String line = lines.readLine();
    if (line == null) {
      return;
    }
    Order order = JSON.readValue(line, Order.class);
    if (order == null) {
      throw new IOException("'null' is no order");
    }
    Outcome outcome = token.equals(order.token())
        ? carryOut(order)
        : Outcome.failed(new ClusterFailure("the order brings another token than cluster.json has", ""));
    caller.getOutputStream().write((JSON.writeValueAsString(outcome) + "\n").getBytes(UTF_8));
    if (order.command().equals("stop") && order.member().isEmpty() && outcome.error().isEmpty()) {
      stopped.complete(null);
    }
  }

  private Outcome carryOut(Order order) {
    try {
      List<MemberState> concerned = switch (order.command()) {
        case "status" -> cluster.members();
        case "restart" -> List.of(cluster.restart(order.member()));
        case "stop" -> order.member().isEmpty() ? stopAll() : List.of(cluster.stop(order.member()));
        default -> throw new ClusterFailure(
            "there is no order '" + order.command() + "'", "is this another version of ringside?");
      };
      remember();
      return Outcome.of(concerned);
    } catch (ClusterFailure failed) {
      return Outcome.failed(failed);
    }
  }

  private List<MemberState> stopAll() {
    cluster.close();
    return cluster.members();
  }
}
