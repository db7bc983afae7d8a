package io.ringside.physics;

import io.ringside.NodeId;
import io.ringside.config.GossipConfig;
import io.ringside.env.Env;
import io.ringside.env.Transport;
import io.ringside.event.Event;
import io.ringside.gossip.Gossip;
import io.ringside.gossip.ViewListener;
import io.ringside.membership.Member;
import io.ringside.message.Request;
import io.ringside.sim.Distribution;
import io.ringside.sim.Life;
import io.ringside.sim.Link;
import io.ringside.sim.SimNetwork;
import io.ringside.sim.SimScheduler;
import io.ringside.sim.TraceHash;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Nodes that do nothing but gossip, by the real protocol, on a network that takes a tenth of a millisecond per message. */
final class GossipWorld {
  private static final double DELAY_MILLIS = 0.1;

  private final SimScheduler world = new SimScheduler();
  private final SimNetwork network;
  private final List<NodeId> nodes = new ArrayList<>();
  private final SortedMap<NodeId, Life> lives = new TreeMap<>();
  private final SortedMap<NodeId, Gossip> gossips = new TreeMap<>();

  /** Sees what is sent, before it is, and what is believed. */
  interface Watcher {
    Watcher NONE = new Watcher() {};

    default void sends(NodeId from, NodeId to, Request<?> request) {}

    default void believes(NodeId at, Event.ViewChanged change) {}
  }

  /** Nobody has started yet. */
  GossipWorld(int count, Function<NodeId, GossipConfig> knobs, double loss, long seed, Watcher watcher) {
    var random = new Random(seed);
    network = new SimNetwork(world, random, new TraceHash());
    network.setUsualLink(new Link(Distribution.constant(DELAY_MILLIS), loss, 0, Link.UNBOUNDED));
    for (int i = 1; i <= count; i++) {
      nodes.add(NodeId.of("n" + i));
    }
    for (NodeId node : nodes) {
      Life life = world.of(node);
      var env = new Env(node, watched(network.transport(life), node, watcher), life, new Random(random.nextLong()), event -> {
        if (event instanceof Event.ViewChanged change) {
          watcher.believes(node, change);
        }
      });
      var gossip = new Gossip(env, knobs.apply(node), nodes, new TreeMap<>(), ViewListener.NONE);
      lives.put(node, life);
      gossips.put(node, gossip);
      network.serve(life, new GossipPeer(gossip));
    }
  }

  private static Transport watched(Transport transport, NodeId self, Watcher watcher) {
    return new Transport() {
      @Override
      public <R> Future<R> send(NodeId to, Request<R> request, long limitMillis) {
        watcher.sends(self, to, request);
        return transport.send(to, request, limitMillis);
      }
    };
  }

  SimScheduler world() {
    return world;
  }

  /** How many messages were sent so far, by all. */
  long sent() {
    return network.sent();
  }

  /** n1, n2, and so on. */
  List<NodeId> nodes() {
    return nodes;
  }

  NodeId node(int number) {
    return nodes.get(number - 1);
  }

  Gossip at(NodeId node) {
    return gossips.get(node);
  }

  /** Whether everybody believes everybody alive. */
  boolean agrees() {
    return gossips.values().stream().allMatch(gossip -> gossip.view().members().values().stream().allMatch(Member::isAlive));
  }

  void startAll() {
    nodes.forEach(node -> at(node).start(1));
  }

  /** From now on all that this node sends, and all that is sent to it, is so long on its way. */
  void slowDown(NodeId slow, Distribution delay) {
    var link = new Link(delay, 0, 0, Link.UNBOUNDED);
    nodes.stream().filter(node -> !node.equals(slow)).forEach(node -> {
      network.setLink(slow, node, link);
      network.setLink(node, slow, link);
    });
  }

  void crash(NodeId node) {
    lives.get(node).end();
  }
}
