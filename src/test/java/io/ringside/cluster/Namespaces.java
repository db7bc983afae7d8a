package io.ringside.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Network namespaces of Linux, one per member, on two bridges with one cable between them: pulling it parts the two sides without a word
 * to anybody. Each side also has a network of its own, over which the test reaches its members. Takes root.
 */
final class Namespaces implements AutoCloseable {
  /*
   * 10.213.0.i is where members reach each other, across the cable. 10.213.<side>.i is where the test reaches member i, from the bridge of
   * its side, which has 10.213.<side>.254; it never crosses the cable.
   */
  private static final String NET = "10.213.";
  static final int BUS_PORT = 7101;
  private static final int HTTP_PORT = 8098;

  private final String tag = "rs" + ProcessHandle.current().pid() % 100_000;
  private final List<String[]> undo = new ArrayList<>();
  private final List<String> spaces = new ArrayList<>();
  private int leftMembers;

  /** True if this process may make namespaces, bridges and cables. */
  static boolean arePossible() {
    String name = "rsprobe" + ProcessHandle.current().pid();
    return succeeds("ip", "netns", "add", name) && succeeds("ip", "netns", "del", name)
        && succeeds("ip", "link", "add", "rsprobe0", "type", "bridge") && succeeds("ip", "link", "del", "rsprobe0");
  }

  private static boolean succeeds(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException | InterruptedException impossible) {
      return false;
    }
  }

  /** Members 1 to {@code left} on one side, the rest of {@code members} on the other. */
  ClusterPlan lay(Path directory, int left, int members) {
    var plans = new ArrayList<MemberPlan>();
    leftMembers = left;
    try {
      bridge(1);
      bridge(2);
      ip("link", "add", tag + "c1", "type", "veth", "peer", "name", tag + "c2");
      undo("link", "del", tag + "c1");
      for (int side = 1; side <= 2; side++) {
        ip("link", "set", tag + "c" + side, "master", tag + "b" + side, "up");
      }
      for (int i = 1; i <= members; i++) {
        plans.add(member(directory, i, i <= left ? 1 : 2));
      }
    } catch (RuntimeException | Error failed) {
      close();
      throw failed;
    }
    return new ClusterPlan(directory, plans, List.of());
  }

  private void bridge(int side) {
    String bridge = tag + "b" + side;
    ip("link", "add", bridge, "type", "bridge");
    undo("link", "del", bridge);
    ip("addr", "add", NET + side + ".254/24", "dev", bridge);
    ip("link", "set", bridge, "up");
  }

  private MemberPlan member(Path directory, int i, int side) {
    String space = tag + "n" + i;
    String cable = tag + "v" + i;
    ip("netns", "add", space);
    spaces.add(space);
    undo("netns", "del", space);
    ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", space);
    undo("link", "del", cable);
    ip("link", "set", cable, "master", tag + "b" + side, "up");
    ip("-n", space, "addr", "add", NET + "0." + i + "/24", "dev", "eth0");
    ip("-n", space, "addr", "add", NET + side + "." + i + "/24", "dev", "eth0");
    ip("-n", space, "link", "set", "eth0", "up");
    ip("-n", space, "link", "set", "lo", "up");
    return new MemberPlan("n" + i, NET + "0." + i, BUS_PORT, NET + side + "." + i, HTTP_PORT, directory.resolve("n" + i),
        List.of("ip", "netns", "exec", space));
  }

  /** What is sent to this port of any member, or from there, is lost from now on; other ports are not touched. */
  void block(int port) {
    rules("add", port);
  }

  void unblock(int port) {
    rules("del", port);
  }

  /** A member's own addresses are found before these rules are asked, so that only what leaves it is lost. */
  private void rules(String verb, int port) {
    for (String space : spaces) {
      for (String end : List.of("dport", "sport")) {
        ip("-n", space, "rule", verb, "ipproto", "tcp", end, Integer.toString(port), "blackhole");
      }
    }
  }

  /** What is sent to this port or from there is lost from now on if it crosses the cable; everything else crosses it. */
  void blockAcross(int port) {
    rulesAcross("add", port);
  }

  void unblockAcross(int port) {
    rulesAcross("del", port);
  }

  private void rulesAcross(String verb, int port) {
    for (int i = 1; i <= spaces.size(); i++) {
      for (int j = 1; j <= spaces.size(); j++) {
        if (i <= leftMembers != j <= leftMembers) {
          for (String end : List.of("dport", "sport")) {
            ip("-n", spaces.get(i - 1), "rule", verb, "to", NET + "0." + j, "ipproto", "tcp", end, Integer.toString(port),
                "blackhole");
          }
        }
      }
    }
  }

  void cut() {
    ip("link", "set", tag + "c1", "down");
  }

  void heal() {
    ip("link", "set", tag + "c1", "up");
  }

  private void undo(String... arguments) {
    undo.add(0, command(arguments));
  }

  private static void ip(String... arguments) {
    RunningCluster.run(command(arguments));
  }

  private static String[] command(String... arguments) {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }

  /** Removes all that was made, as far as it was; a cable goes with the first of its ends. */
  @Override
  public void close() {
    undo.forEach(Namespaces::succeeds);
    undo.clear();
  }
}
