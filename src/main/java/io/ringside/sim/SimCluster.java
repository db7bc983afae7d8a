package io.ringside.sim;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.event.Event;
import io.ringside.event.EventJson;
import io.ringside.event.Events;
import io.ringside.event.LoggedEvent;
import io.ringside.fault.FaultPlan;
import io.ringside.message.Request;
import io.ringside.node.Node;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.storage.Record;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A whole cluster in one thread and in virtual time: the same {@link Node} and coordinator as in real life, on a simulated
 * network and simulated disks. One seed decides everything.
 */
public final class SimCluster {
  private static final long DISK_LATENCY_MICROS = 1000;

  /** How long a new cluster gets to come up. */
  private static final long START_LIMIT_MILLIS = 10_000;

  private final SimScheduler world = new SimScheduler();
  private final TraceHash trace;
  private final SimNetwork network;
  private final ConsistentHashRing ring;
  private final SortedMap<NodeId, SimMember> members = new TreeMap<>();
  private final Consumer<LoggedEvent> watcher;
  private final Random clients;
  private final List<String> bugs = new ArrayList<>();
  private long sequence;

  /**
   * @param settings what each node is configured with, as {@code key=value}
   * @param watcher sees every event of every node
   */
  public SimCluster(int nodes, long seed, List<String> settings, TraceHash trace, Consumer<LoggedEvent> watcher) {
    this.trace = trace;
    this.watcher = watcher;
    var random = new Random(seed);
    this.network = new SimNetwork(world, random, trace);
    this.clients = new Random(random.nextLong());
    List<NodeConfig> configs = configs(nodes, settings);
    this.ring = Node.foundingRing(configs.get(0));
    configs.forEach(config -> members.put(config.self(),
        new SimMember(config, ring, world, network, new Random(random.nextLong()), this::eventsOf)));
  }

  private static List<NodeConfig> configs(int nodes, List<String> settings) {
    var roster = new ArrayList<String>();
    for (int i = 1; i <= nodes; i++) {
      roster.add("n" + i + "=sim:" + i);
    }
    var configs = new ArrayList<NodeConfig>();
    for (int i = 1; i <= nodes; i++) {
      var all = new ArrayList<>(List.of("node.name=n" + i, "cluster.members=" + String.join(",", roster)));
      all.addAll(settings);
      configs.add(NodeConfig.of(all.toArray(String[]::new)));
    }
    return configs;
  }

  private Events eventsOf(NodeId node, Life life) {
    return event -> {
      if (life.isOver()) {
        return;
      }
      if (event instanceof Event.Bug bug) {
        bugs.add(node + ": " + bug.what() + ": " + bug.thrown());
      }
      var logged = new LoggedEvent(node, 1, ++sequence, life.wallMillis(), event);
      trace.add(EventJson.line(logged));
      watcher.accept(logged);
    };
  }

  /** Starts all nodes and waits, in virtual time, until they serve. */
  public void start() {
    var starting = new ArrayList<Future<Long>>();
    members.values().forEach(member -> starting.add(member.start(DISK_LATENCY_MICROS)));
    await(Future.join(starting), START_LIMIT_MILLIS);
  }

  /** Runs the world until the future is complete; what it completed with, or an exception if it failed or time ran out. */
  public <T> T await(Future<T> future, long limitMillis) {
    long until = world.nowMillis() + limitMillis;
    while (!future.isComplete() && world.nowMillis() < until && world.runNext()) {
      // the world moves on by one task
    }
    if (!future.isComplete()) {
      throw new IllegalStateException("Not complete within " + limitMillis + " ms of virtual time");
    }
    if (future.failed()) {
      throw future.cause() instanceof RuntimeException known ? known : new IllegalStateException(future.cause());
    }
    return future.result();
  }

  public void runFor(long millis) {
    world.runFor(millis);
  }

  public SimScheduler world() {
    return world;
  }

  public ConsistentHashRing ring() {
    return ring;
  }

  public List<NodeId> nodes() {
    return List.copyOf(members.keySet());
  }

  public boolean isUp(NodeId node) {
    return members.get(node).isUp();
  }

  public void crash(NodeId node) {
    trace.add(world.nowMicros() + " crash " + node);
    members.get(node).crash();
  }

  public Future<Long> restart(NodeId node) {
    trace.add(world.nowMicros() + " restart " + node);
    return members.get(node).start(DISK_LATENCY_MICROS);
  }

  public FaultPlan faults() {
    return network.faults();
  }

  /** Replaces the disk of a node that is down by an empty one. */
  public void wipe(NodeId node) {
    trace.add(world.nowMicros() + " wipe " + node);
    members.get(node).wipe();
  }

  public void setFaults(FaultPlan plan) {
    network.setFaults(plan);
  }

  public void setUsualLink(Link link) {
    network.setUsualLink(link);
  }

  /** A client of its own, which talks to {@code preferred} as long as that answers, else to the next. */
  public SimClient client(NodeId preferred) {
    return new SimClient(world, members, preferred, new Random(clients.nextLong()));
  }

  /** Completes with a node's own answer, whatever is cut; fails if it is down. */
  public <R> Future<R> ask(NodeId node, Request<R> request) {
    return members.get(node).ask(request);
  }

  /** What each primary of a key has on its disk. */
  public SortedMap<NodeId, Siblings> owners(Key key) {
    SortedMap<NodeId, Siblings> owners = new TreeMap<>();
    ring.preferenceList(key, ring.replicas()).primaries().forEach(node -> owners.put(node, recordAt(node, key)));
    return owners;
  }

  private Siblings recordAt(NodeId node, Key key) {
    return Record.decode(members.get(node).platter().get(Space.DATA, StoreKeys.data(key)).result()).siblings();
  }

  /** How many hints lie on each node's disk. */
  public SortedMap<NodeId, Long> hints() {
    SortedMap<NodeId, Long> hints = new TreeMap<>();
    members.forEach((node, member) -> hints.put(node, (long) member.platter()
        .scan(Space.HINTS, Bytes.EMPTY, Bytes.EMPTY, Integer.MAX_VALUE).result().entries().size()));
    return hints;
  }

  /** What nobody expects: exceptions in nodes, in requests or in the background. */
  public List<String> bugs() {
    var all = new ArrayList<>(bugs);
    network.bugs().forEach(bug -> all.add(bug.toString()));
    return all;
  }

  public TraceHash trace() {
    return trace;
  }
}
