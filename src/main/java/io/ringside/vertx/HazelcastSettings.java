package io.ringside.vertx;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import io.ringside.config.Founder;
import io.ringside.config.NodeConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/**
 * Hazelcast as we want it: it finds the other JVMs for ordinary users of the event bus, and no operation ever waits for it.
 * Measured values, not tastes; each says what it replaces.
 */
final class HazelcastSettings {
  /** Where vertx-hazelcast looks for the Vert.x node id of an instance that it did not make. */
  static final String NODE_ID_ATTRIBUTE = "__vertx.nodeId";

  private static final int JOIN_TIMEOUT_SECONDS = 2;

  private static final Map<String, String> PROPERTIES = Map.ofEntries(
      // A shorter silence expels healthy members when the machine is busy; the default of 60 s blocks lookups as long.
      Map.entry("hazelcast.heartbeat.interval.seconds", "2"),
      Map.entry("hazelcast.max.no.heartbeat.seconds", "15"),
      // The defaults of 300 s and 120 s leave a healed network split for minutes.
      Map.entry("hazelcast.merge.first.run.delay.seconds", "10"),
      Map.entry("hazelcast.merge.next.run.delay.seconds", "5"),
      // Waiting for others to start is of no use to us: nobody's data moves when they come.
      Map.entry("hazelcast.wait.seconds.before.join", "0"),
      Map.entry("hazelcast.max.wait.seconds.before.join", "3"),
      // Small, since it keeps no data. The partition count must be equal on all members.
      Map.entry("hazelcast.partition.count", "31"),
      Map.entry("hazelcast.operation.thread.count", "2"),
      Map.entry("hazelcast.operation.generic.thread.count", "2"),
      Map.entry("hazelcast.io.thread.count", "1"),
      Map.entry("hazelcast.event.thread.count", "1"),
      Map.entry("hazelcast.phone.home.enabled", "false"),
      Map.entry("hazelcast.logging.type", "slf4j"),
      // It listens where the node listens, and nowhere else.
      Map.entry("hazelcast.socket.bind.any", "false"),
      // We shut it down ourselves, after Vert.x.
      Map.entry("hazelcast.shutdownhook.enabled", "false"));

  private HazelcastSettings() {}

  /** Resolves the node's host, which may block. */
  static Config of(NodeConfig node) {
    var config = new Config();
    PROPERTIES.forEach(config::setProperty);
    config.setClusterName(node.cluster().id());
    config.setInstanceName(node.cluster().id() + "-" + node.self() + "-" + node.busPort());
    config.getMemberAttributeConfig().setAttribute(NODE_ID_ATTRIBUTE, node.self().name());
    network(config.getNetworkConfig(), node);
    return config;
  }

  private static void network(NetworkConfig network, NodeConfig node) {
    network.setPort(joinPort(node, node.busPort())).setPortAutoIncrement(false);
    InetAddress bound = resolve(node.bus().host());
    if (!bound.isAnyLocalAddress()) {
      network.getInterfaces().setEnabled(true).addInterface(bound.getHostAddress());
    }
    network.setPublicAddress(announcedHost(node));
    JoinConfig join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(JOIN_TIMEOUT_SECONDS);
    // All of them on every member: islands that do not know of each other never merge.
    for (Founder founder : node.cluster().members()) {
      join.getTcpIpConfig().addMember(founder.host() + ":" + joinPort(node, founder.busPort()));
    }
  }

  /** Where the others find this node: what the roster says or, without one, where it listens. */
  static String announcedHost(NodeConfig node) {
    return node.seat().map(Founder::host).orElse(node.bus().host());
  }

  private static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException("bus.host: nobody knows the address of '" + host + "'", unknown);
    }
  }

  private static int joinPort(NodeConfig node, int busPort) {
    return busPort + node.cluster().joinPortOffset();
  }
}
