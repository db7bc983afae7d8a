package io.ringside.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One member to be: its addresses and its directory. Immutable.
 *
 * @param host where its event bus listens, and what the roster says of it
 * @param httpHost where people reach it
 * @param prefix what comes before the Java command, such as {@code ip netns exec NAME}; usually nothing. It must become the Java
 *     process, not start it
 */
public record MemberPlan(
    String name, String host, int busPort, String httpHost, int httpPort, Path data, List<String> prefix) {
  private static final String LOOPBACK = "127.0.0.1";

  public MemberPlan {
    prefix = List.copyOf(prefix);
  }

  /** A member that only this machine reaches. */
  static MemberPlan onLoopback(String name, int busPort, int httpPort, Path data) {
    return new MemberPlan(name, LOOPBACK, busPort, LOOPBACK, httpPort, data, List.of());
  }

  String bus() {
    return host + ":" + busPort;
  }

  String http() {
    return "http://" + httpHost + ":" + httpPort;
  }

  Path log() {
    return data.resolveSibling(name + ".log");
  }

  /** The founding roster, as {@code cluster.members} is written. */
  static String roster(List<MemberPlan> plans) {
    return plans.stream().map(plan -> plan.name + "=" + plan.bus()).collect(Collectors.joining(","));
  }

  /** The arguments that make this member of {@code bin/ringside node}, told to end when whoever started it ends. */
  List<String> arguments(String roster) {
    return List.of("node", "--name", name, "--data", data.toString(), "--http-port", Integer.toString(httpPort),
        "--set", "cluster.members=" + roster, "--set", "bus.host=" + host, "--set", "http.host=" + httpHost,
        "-o", "json", "--stop-with-stdin");
  }
}
