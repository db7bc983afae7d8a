package io.ringside.config;

import io.ringside.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must hold between settings; what holds for one alone is its {@link Knob}. */
final class ConfigRules {
  private static final int MAX_PORT = 65_535;

  private final ResolvedConfig config;
  private final NodeConfig node;
  private final List<Problem> broken = new ArrayList<>();

  private ConfigRules(ResolvedConfig config) {
    this.config = config;
    this.node = config.node();
  }

  static List<Problem> brokenBy(ResolvedConfig config) {
    var rules = new ConfigRules(config);
    rules.quorums();
    rules.times();
    rules.limits();
    rules.roster();
    rules.ports();
    return rules.broken;
  }

  private void quorums() {
    quorum("quorum.", node.quorum().bucket());
    node.buckets().forEach((name, numbers) -> quorum("buckets." + name + ".", numbers));
  }

  private void quorum(String prefix, BucketConfig numbers) {
    require(numbers.r() <= numbers.n(), "R may not exceed N: no more than N replicas can answer",
        "", prefix + "r", prefix + "n");
    require(numbers.w() <= numbers.n(), "W may not exceed N: no more than N replicas can store",
        "", prefix + "w", prefix + "n");
    require(numbers.pr() <= numbers.r(), "PR may not exceed R: it says how many of the R are primaries",
        "", prefix + "pr", prefix + "r");
    require(numbers.pw() <= numbers.w(), "PW may not exceed W: it says how many of the W are primaries",
        "", prefix + "pw", prefix + "w");
    int members = node.cluster().members().size();
    require(members == 0 || numbers.n() <= members, "N may not exceed the founding members, who are " + members,
        "name more members, or lower N, R and W", prefix + "n", "cluster.members");
  }

  private void times() {
    QuorumConfig quorum = node.quorum();
    require(quorum.replicaTimeoutMillis() < quorum.operationTimeoutMillis(),
        "one replica may not use up the whole operation", "at least two replica timeouts leave time for a fallback",
        "quorum.replicaTimeoutMillis", "quorum.operationTimeoutMillis");
    require(quorum.fanout() == QuorumConfig.Fanout.ALL || quorum.hedgeAfterMillis() < quorum.replicaTimeoutMillis(),
        "a hedge after the timeout never happens", "", "quorum.hedgeAfterMillis", "quorum.replicaTimeoutMillis");
    require(node.gossip().probeTimeoutMillis() < node.gossip().periodMillis(),
        "the direct probe must leave time for indirect ones within the period",
        "", "gossip.probeTimeoutMillis", "gossip.periodMillis");
  }

  private void limits() {
    require(node.limits().siblingsSoft() <= node.limits().siblingsHard(), "the warning must come before the refusal",
        "", "limits.siblingsSoft", "limits.siblingsHard");
    require(node.limits().valueBytes() <= node.limits().recordBytes(), "a record has room for one value at least",
        "raise limits.recordBytes too, on every node", "limits.valueBytes", "limits.recordBytes");
    require(node.data().groupLimit() <= node.data().writeQueueLimit(),
        "a group cannot be larger than the queue it is taken from", "", "data.groupLimit", "data.writeQueueLimit");
  }

  private void roster() {
    List<Founder> members = node.cluster().members();
    if (members.isEmpty()) {
      return;
    }
    require(node.seat().isPresent(), "this node is not in the founding roster",
        "the members are " + members.stream().map(Founder::id).map(NodeId::name).collect(Collectors.joining(", ")),
        "node.name", "cluster.members");
    require(config.setting("node.name").origin() != Origin.DEFAULT, "a node with a roster must say which member it is",
        "give --name", "node.name", "cluster.members");
    require(distinct(members.stream().map(founder -> founder.id().name())),
        "a member is named twice", "", "cluster.members");
    require(distinct(members.stream().map(founder -> founder.host() + " " + founder.busPort())),
        "two members have the same address", "", "cluster.members");
    require(members.size() <= node.cluster().partitions(), "each member needs at least one partition",
        "", "cluster.partitions", "cluster.members");
  }

  private static boolean distinct(Stream<String> names) {
    return names.allMatch(new TreeSet<String>()::add);
  }

  private void ports() {
    int offset = node.cluster().joinPortOffset();
    int busPort = node.busPort();
    int rosterPort = node.seat().map(Founder::busPort).orElse(busPort);
    require(busPort == rosterPort, "the roster tells the others another bus port for this node",
        "leave bus.port out: the roster's is taken", "bus.port", "cluster.members");
    require(busPort + offset <= MAX_PORT
            && node.cluster().members().stream().allMatch(founder -> founder.busPort() + offset <= MAX_PORT),
        "bus port plus offset passes " + MAX_PORT, "", "cluster.joinPortOffset", "bus.port", "cluster.members");
    int httpPort = node.http().enabled() ? node.http().port() : 0;
    require(httpPort == 0 || busPort == 0 || httpPort != busPort && httpPort != busPort + offset,
        "HTTP, the event bus (" + busPort + ") and Hazelcast (" + (busPort + offset) + ") each need a port of their own",
        "", "http.port");
    joinPorts(offset);
  }

  private void joinPorts(int offset) {
    var busAddresses = new TreeMap<String, NodeId>();
    node.cluster().members().forEach(founder -> busAddresses.put(founder.host() + " " + founder.busPort(), founder.id()));
    for (Founder founder : node.cluster().members()) {
      NodeId other = busAddresses.get(founder.host() + " " + (founder.busPort() + offset));
      require(other == null, "the Hazelcast port of " + founder.id() + " is the bus port of " + other,
          "choose another offset", "cluster.joinPortOffset", "cluster.members");
    }
  }

  private void require(boolean holds, String rule, String hint, String... keys) {
    if (!holds) {
      broken.add(new Problem(Arrays.stream(keys).map(config::setting).distinct().map(Setting::toString)
          .collect(Collectors.joining(" and ", "", ": " + rule)), hint));
    }
  }
}
