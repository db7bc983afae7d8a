package io.ringside.sim;

import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.coordination.Coordinator;
import io.ringside.env.Env;
import io.ringside.event.Events;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.node.EventSource;
import io.ringside.node.Node;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.storage.MemoryDataStore;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;

/** One member of a simulated cluster through all its lives: the disk stays, everything else begins anew with each start. */
final class SimMember {
  private final NodeConfig config;
  private final ConsistentHashRing ring;
  private final SimScheduler world;
  private final SimNetwork network;
  private final Random random;
  private final BiFunction<NodeId, Life, Events> events;
  private MemoryDataStore platter = new MemoryDataStore();
  private Optional<Running> running = Optional.empty();

  private record Running(Life life, Node node, Coordinator coordinator) {}

  SimMember(
      NodeConfig config, ConsistentHashRing ring, SimScheduler world, SimNetwork network, Random random,
      BiFunction<NodeId, Life, Events> events) {
    this.config = config;
    this.ring = ring;
    this.world = world;
    this.network = network;
    this.random = random;
    this.events = events;
  }

  NodeId id() {
    return config.self();
  }

  boolean isUp() {
    return running.isPresent();
  }

  /** Completes when the node serves. */
  Future<Long> start(long diskLatencyMicros) {
    if (isUp()) {
      throw new IllegalStateException(id() + " is running");
    }
    Life life = world.of(id());
    var disk = new SimDisk(life, platter, new Random(random.nextLong()), diskLatencyMicros);
    Events watched = events.apply(id(), life);
    var env = new Env(id(), network.transport(life), life, new Random(random.nextLong()), watched);
    var node = new Node(env, config, ring, disk, EventSource.NONE);
    var coordinating = new Env(id(), network.transport(life), life, new Random(random.nextLong()), watched);
    var coordinator = new Coordinator(coordinating, config, ring);
    network.serve(life, node);
    coordinator.start();
    running = Optional.of(new Running(life, node, coordinator));
    return node.start();
  }

  /** Everything ends in the middle of what it was doing; the disk keeps what it had completed. */
  void crash() {
    running.ifPresent(up -> up.life().end());
    platter = platter.reopened();
    running = Optional.empty();
  }

  /** The disk is replaced by an empty one; only while the node is down. */
  void wipe() {
    if (isUp()) {
      throw new IllegalStateException(id() + " is running");
    }
    platter = new MemoryDataStore();
  }

  /** Completes with the node's answer to a question of its own; fails if it is down. */
  <R> Future<R> ask(Request<R> request) {
    return running
        .map(up -> network.transport(up.life()).send(id(), request, config.quorum().replicaTimeoutMillis()))
        .orElseGet(() -> Future.failedFuture(new Failure.Unreachable(id() + " is down")));
  }

  Optional<Coordinator> coordinator() {
    return running.map(Running::coordinator);
  }

  Optional<Life> life() {
    return running.map(Running::life);
  }

  /** What is on the disk now. */
  MemoryDataStore platter() {
    return platter;
  }
}
