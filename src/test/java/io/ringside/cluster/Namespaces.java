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
   * 10.net.0.i is where members reach each other, across the cable. 10.net.<side>.i is where the test reaches member i, from the bridge of
   * its side, which has 10.net.<side>.254; it never crosses the cable. Each test takes a net of its own: a killed one leaves its net behind.
   */
  private static final int FIRST_NET = 200;
  private static final int LAST_NET = 250;
  static final int BUS_PORT = 7101;
  private static final int HTTP_PORT = 8098;

  private final List<String[]> undo = new ArrayList<>();
  private final List<String> spaces = new ArrayList<>();
  private String tag;
  private String net;
  private int leftMembers;

  /** True if this process may make namespaces, bridges and cables. */
  static boolean arePossible() {
    String name = "rsp" + ProcessHandle.current().pid();
    return succeeds("ip", "netns", "add", name) && succeeds("ip", "netns", "del", name)
        && succeeds("ip", "link", "add", name, "type", "bridge") && succeeds("ip", "link", "del", name);
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
      takeNet();
      address(1);
      bridge(2);
      address(2);
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

  /** The first net that no address of this machine is in and whose first bridge nobody has made; making it takes the net. */
  private void takeNet() {
    String addresses = RunningCluster.run("ip", "-o", "-4", "addr");
    for (int number = FIRST_NET; number <= LAST_NET; number++) {
      tag = "rs" + number;
      net = "10." + number + ".";
      if (!addresses.contains(" " + net) && succeeds("ip", "link", "add", tag + "b1", "type", "bridge")) {
        undo("link", "del", tag + "b1");
        return;
      }
    }
    throw new IllegalStateException("killed tests have left all nets: remove the links and namespaces whose names begin with rs2");
  }

  private void bridge(int side) {
    ip("link", "add", tag + "b" + side, "type", "bridge");
    undo("link", "del", tag + "b" + side);
  }

  private void address(int side) {
    ip("addr", "add", net + side + ".254/24", "dev", tag + "b" + side);
    ip("link", "set", tag + "b" + side, "up");
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
    ip("-n", space, "addr", "add", net + "0." + i + "/24", "dev", "eth0");
    ip("-n", space, "addr", "add", net + side + "." + i + "/24", "dev", "eth0");
    ip("-n", space, "link", "set", "eth0", "up");
    ip("-n", space, "link", "set", "lo", "up");
    return new MemberPlan("n" + i, net + "0." + i, BUS_PORT, net + side + "." + i, HTTP_PORT, directory.resolve("n" + i),
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
            ip("-n", spaces.get(i - 1), "rule", verb, "to", net + "0." + j, "ipproto", "tcp", end, Integer.toString(port),
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
