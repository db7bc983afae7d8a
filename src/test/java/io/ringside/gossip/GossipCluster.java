package io.ringside.gossip;

import io.ringside.NodeId;
import io.ringside.config.GossipConfig;
import io.ringside.env.Env;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.membership.Member.Status;
import io.ringside.message.News;
import io.ringside.message.Request;
import io.ringside.message.Welcome;
import io.ringside.sim.Life;
import io.ringside.sim.Link;
import io.ringside.sim.SimNetwork;
import io.ringside.sim.SimScheduler;
import io.ringside.sim.TraceHash;
import io.ringside.testing.RefusingPeer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Nodes n1, n2, … that do nothing but gossip, in a simulated network. */
final class GossipCluster {
  static final GossipConfig KNOBS = new GossipConfig(500, 200, 3, 4, 6, 8, 4, 10_000);

  final SimScheduler world = new SimScheduler();
  final TraceHash trace = new TraceHash();
  final SimNetwork network;
  final List<NodeId> roster;
  final List<Change> changes = new ArrayList<>();
  private final Random random;
  private final SortedMap<NodeId, Running> running = new TreeMap<>();
  private final SortedMap<NodeId, Long> starts = new TreeMap<>();

  /** A node's belief changed. */
  record Change(long atMillis, NodeId at, Event.ViewChanged event) {
    boolean is(Status status) {
      return event.member().status() == status;
    }
  }

  private record Running(Life life, Gossip gossip) {}

  GossipCluster(int nodes, long seed) {
    random = new Random(seed);
    network = new SimNetwork(world, random, trace);
    network.setUsualLink(Link.LOCAL);
    roster = IntStream.rangeClosed(1, nodes).mapToObj(GossipCluster::node).toList();
    roster.forEach(this::start);
  }

  static NodeId node(int number) {
    return NodeId.of("n" + number);
  }

  List<NodeId> nodes(int first, int last) {
    return roster.subList(first - 1, last);
  }

  void start(NodeId node) {
    Life life = world.of(node);
    var env = new Env(node, network.transport(life), life, new Random(random.nextLong()), event -> watch(node, event));
    var gossip = new Gossip(env, KNOBS, roster, new TreeMap<>(), ViewListener.NONE);
    running.put(node, new Running(life, gossip));
    network.serve(life, new GossipPeer(gossip));
    gossip.start(starts.merge(node, 1L, Long::sum));
  }

  void crash(NodeId node) {
    running.remove(node).life().end();
  }

  Gossip at(NodeId node) {
    return running.get(node).gossip();
  }

  Status belief(NodeId at, NodeId of) {
    return at(at).view().of(of).status();
  }

  List<NodeId> live() {
    return List.copyOf(running.keySet());
  }

  /** True if every running node believes this of the member, which itself is not asked. */
  boolean allBelieve(NodeId member, Status status) {
    return live().stream().filter(node -> !node.equals(member)).allMatch(node -> belief(node, member) == status);
  }

  /** True if all running nodes hold equal views in which exactly they are alive. */
  boolean agree() {
    ClusterView first = at(live().get(0)).view();
    return live().stream().allMatch(node -> at(node).view().equals(first))
        && first.members().values().stream().filter(Member::isAlive).map(Member::node).toList().equals(live());
  }

  /** Runs until this is so, and says how many milliseconds that took. */
  long runUntil(String what, long limitMillis, BooleanSupplier reached) {
    long began = world.nowMillis();
    while (!reached.getAsBoolean()) {
      if (world.nowMillis() > began + limitMillis) {
        throw new AssertionError("Not within " + limitMillis + " ms: " + what + "; changes: " + changes);
      }
      world.runFor(1);
    }
    return world.nowMillis() - began;
  }

  long count(Status status) {
    return changes.stream().filter(change -> change.is(status)).count();
  }

  private void watch(NodeId node, Event event) {
    if (event instanceof Event.ViewChanged changed) {
      changes.add(new Change(world.nowMillis(), node, changed));
      trace.add(world.nowMicros(), node + " believes " + changed);
    } else {
      throw new AssertionError("Unexpected at " + node + ": " + event);
    }
  }

  private static final class GossipPeer extends RefusingPeer {
    private final Gossip gossip;

    private GossipPeer(Gossip gossip) {
      this.gossip = gossip;
    }

    @Override
    public Future<Welcome> hello(Request.Hello hello) {
      return gossip.hello(hello);
    }

    @Override
    public Future<News> probe(Request.Probe probe) {
      return gossip.probe(probe);
    }

    @Override
    public Future<News> probeFor(Request.ProbeFor probe) {
      return gossip.probeFor(probe);
    }

    @Override
    public Future<ClusterView> syncView(Request.SyncView sync) {
      return gossip.syncView(sync);
    }
  }
}
