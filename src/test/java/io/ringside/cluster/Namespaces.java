package io.ringside.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Network namespaces of Linux, one per member, on two bridges with one cable between them: pulling it parts the two sides without a word
 * to anybody. Each side also has a network of its own, over which the test reaches its members. For tests with a network of their own.
 */
final class Namespaces {
  /*
   * 10.0.0.i is where members reach each other, across the cable. 10.0.<side>.i is where the test reaches member i, from the bridge of
   * its side, which has 10.0.<side>.254; it never crosses the cable.
   */
  private static final String NET = "10.0.";
  static final int BUS_PORT = 7101;
  private static final int HTTP_PORT = 8098;

  private final List<String> spaces = new ArrayList<>();
  private int leftMembers;

  /** Members 1 to {@code left} on one side, the rest of {@code members} on the other. */
  ClusterPlan lay(Path directory, int left, int members) {
    leftMembers = left;
    ip("link", "add", "cable1", "type", "veth", "peer", "name", "cable2");
    for (int side = 1; side <= 2; side++) {
      ip("link", "add", "bridge" + side, "type", "bridge");
      ip("addr", "add", NET + side + ".254/24", "dev", "bridge" + side);
      ip("link", "set", "bridge" + side, "up");
      ip("link", "set", "cable" + side, "master", "bridge" + side, "up");
    }
    var plans = new ArrayList<MemberPlan>();
    for (int i = 1; i <= members; i++) {
      plans.add(member(directory, i, i <= left ? 1 : 2));
    }
    return new ClusterPlan(directory, plans, List.of());
  }

  private MemberPlan member(Path directory, int i, int side) {
    String space = "n" + i;
    String plug = "plug" + i;
    ip("netns", "add", space);
    spaces.add(space);
    ip("link", "add", plug, "type", "veth", "peer", "name", "eth0", "netns", space);
    ip("link", "set", plug, "master", "bridge" + side, "up");
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
    ip("link", "set", "cable1", "down");
  }

  void heal() {
    ip("link", "set", "cable1", "up");
  }

  private static void ip(String... arguments) {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    RunningCluster.run(command.toArray(String[]::new));
  }
}
