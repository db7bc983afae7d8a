package io.ringside.physics;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.coordination.Coordinator;
import io.ringside.env.Env;
import io.ringside.env.Mishap;
import io.ringside.env.Transport;
import io.ringside.event.Events;
import io.ringside.node.EventSource;
import io.ringside.node.Node;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.ring.PreferenceList;
import io.ringside.sim.Delays;
import io.ringside.sim.Life;
import io.ringside.sim.SimNetwork;
import io.ringside.sim.SimScheduler;
import io.ringside.sim.TraceHash;
import io.ringside.storage.MemoryDataStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * N replicas and one node more, all of them real nodes with real coordinators, on a network with given delays and on disks that
 * take no time. Nothing is repaired and nothing is lost.
 */
final class QuorumWorld {
  /** More than any delay, so that no slot goes to a fallback: the model knows none. */
  static final long LIMIT_MILLIS = 599_999;

  private static final int PARTITIONS = 64;

  private final SimScheduler world = new SimScheduler();
  private final ConsistentHashRing ring;
  private final int n;
  private final SortedMap<NodeId, Member> members = new TreeMap<>();

  private record Member(Transport transport, Coordinator coordinator) {}

  /** What all worlds of one N share. Immutable. */
  record Plan(int n, List<NodeConfig> configs, ConsistentHashRing ring) {
    static Plan of(int n) {
      String roster = IntStream.rangeClosed(1, n + 1).mapToObj(i -> "n" + i + "=sim:" + i).collect(Collectors.joining(","));
      List<NodeConfig> configs = IntStream.rangeClosed(1, n + 1).mapToObj(i -> NodeConfig.of(
          "node.name=n" + i, "cluster.members=" + roster, "cluster.partitions=" + PARTITIONS,
          "quorum.n=" + n, "quorum.r=1", "quorum.w=1", "quorum.replicaTimeoutMillis=" + LIMIT_MILLIS,
          "quorum.operationTimeoutMillis=" + (LIMIT_MILLIS + 1), "limits.inFlight=1000000",
          "gossip.periodMillis=60000", "gossip.syncPeriodMillis=3600000")).toList();
      return new Plan(n, configs, Node.foundingRing(configs.get(0)));
    }
  }

  /** Completes its start before it returns. Gossip runs at its slowest, and no coordinator listens to it. */
  QuorumWorld(Plan plan, Delays delays, long seed) {
    this.ring = plan.ring();
    this.n = plan.n();
    var random = new Random(seed);
    var network = new SimNetwork(world, random, new TraceHash());
    network.setDelays(delays);
    var starting = new ArrayList<Future<Long>>();
    for (NodeConfig config : plan.configs()) {
      Life life = world.of(config.self());
      Transport transport = network.transport(life);
      var env = new Env(config.self(), transport, life, new Random(random.nextLong()), Events.NONE,
          place -> place == Mishap.REPAIR_FORGOTTEN);
      var node = new Node(env, config, ring, new MemoryDataStore(), EventSource.NONE);
      network.serve(life, node);
      members.put(config.self(), new Member(transport, new Coordinator(env, config, ring)));
      starting.add(node.start());
    }
    runUntilComplete(Future.all(starting));
  }

  SimScheduler world() {
    return world;
  }

  /** Something took longer than coordinators wait. */
  static final class NotEnded extends IllegalStateException {
    private static final long serialVersionUID = 1;

    NotEnded(Throwable cause) {
      super("An experiment did not come to its end", cause);
    }
  }

  /** Runs until this is complete; throws {@link NotEnded} if it fails. */
  void runUntilComplete(Future<?> future) {
    while (!future.isComplete() && world.runNext()) {
      // the world moves on by one task
    }
    if (!future.succeeded()) {
      throw new NotEnded(future.cause());
    }
  }

  List<NodeId> primaries(Key key) {
    return list(key).primaries();
  }

  /** How the one node that keeps no copy of the key sends. */
  Transport outside(Key key) {
    return members.get(list(key).fallbacks().get(0)).transport();
  }

  /** The coordinator at that node. */
  Coordinator coordinator(Key key) {
    return members.get(list(key).fallbacks().get(0)).coordinator();
  }

  private PreferenceList list(Key key) {
    return ring.preferenceList(key, n);
  }
}
