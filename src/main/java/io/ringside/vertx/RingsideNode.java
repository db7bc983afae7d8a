package io.ringside.vertx;

import io.ringside.client.Client;
import io.ringside.config.NodeConfig;
import io.ringside.env.Transport;
import io.ringside.event.LoggedEvent;
import io.ringside.message.Failure;
import io.ringside.node.Node;
import io.ringside.ring.ConsistentHashRing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/**
 * One member of a cluster, running in somebody's Vert.x: two verticles, a client and an event log. Safe for any number of
 * threads.
 */
public final class RingsideNode {
  private static final String CLIENT_SERVICE = "client";

  /** A client is asked nothing. */
  private static final Responder NOTHING =
      question -> Future.failedFuture(new Failure.Refused("this address only asks"));

  private final Vertx vertx;
  private final NodeConfig config;
  private final ConsistentHashRing ring;
  private final EventLog events;
  private final NodeVerticle replica;
  private final CoordinatorVerticle coordinator;
  private final Channel channel;
  private final Client client;
  private final Transport transport;
  private String replicaDeployment;
  private String coordinatorDeployment;

  private RingsideNode(Vertx vertx, NodeConfig config, ConsistentHashRing ring, LinkFaults faults) {
    this.vertx = vertx;
    this.config = config;
    this.ring = ring;
    this.events = new EventLog(config.self(), config.events());
    events.listen(new OperatorLog(config.limits().siblingsSoft()));
    this.replica = new NodeVerticle(config, ring, faults, events);
    this.coordinator = new CoordinatorVerticle(config, ring, faults, events);
    this.channel = new Channel(
        vertx, new BusAddress(config.self(), CLIENT_SERVICE), ClusterTag.of(config.cluster().id()), faults, events);
    this.client = new BusClient(channel, config);
    this.transport = new EventBusTransport(channel);
  }

  /**
   * Completes with a node that serves; fails if its data cannot be opened, with the reason. Other members are reached if {@code vertx}
   * comes from {@link ClusteredVertx}, or if they run in it too. Called in a verticle, the node ends with that verticle.
   */
  public static Future<RingsideNode> start(Vertx vertx, NodeConfig config) {
    return new RingsideNode(vertx, config, Node.foundingRing(config), LinkFaults.NONE).deploy();
  }

  /** As {@link #start(Vertx, NodeConfig)}, with whatever is broken on purpose between the JVMs of a cluster. */
  public static Future<RingsideNode> start(Vertx vertx, NodeConfig config, SharedFaults faults) {
    return start(vertx, config, Node.foundingRing(config), faults.links(), watched -> { });
  }

  /**
   * As {@link #start(Vertx, NodeConfig)}, on a ring that is known already, with faults that may change at any time; they count
   * only where the node allows them.
   *
   * @param watcher sees every event from the first on, as {@link EventLog#listen} says
   */
  static Future<RingsideNode> start(
      Vertx vertx, NodeConfig config, ConsistentHashRing ring, LinkFaults faults, Consumer<LoggedEvent> watcher) {
    var node = new RingsideNode(vertx, config, ring, config.faults().allowed() ? faults : LinkFaults.NONE);
    node.events.listen(watcher);
    return node.deploy();
  }

  private Future<RingsideNode> deploy() {
    return channel.home().run(() -> vertx.deployVerticle(replica)
        .compose(id -> {
          replicaDeployment = id;
          return vertx.deployVerticle(coordinator).recover(failure -> undeploy(id, failure));
        })
        .compose(id -> {
          coordinatorDeployment = id;
          return channel.listen(NOTHING);
        })
        .map(this));
  }

  private Future<String> undeploy(String deployment, Throwable because) {
    return vertx.undeploy(deployment).transform(undeployed -> Future.failedFuture(because));
  }

  public NodeConfig config() {
    return config;
  }

  public EventLog events() {
    return events;
  }

  /** A client that goes to this node's coordinator first. */
  public Client client() {
    return client;
  }

  /** Asks single nodes, this one among them, as people who watch need it. */
  public Transport transport() {
    return transport;
  }

  public ConsistentHashRing ring() {
    return ring;
  }

  /** Completes when the node has stopped cleanly and its data is closed. Operations under way are lost. */
  public Future<Void> stop() {
    return channel.home().run(() -> end().eventually(() -> vertx.undeploy(replicaDeployment)));
  }

  /** Ends the node as if its process had died. Completes when it can be started again on the same data. */
  public Future<Void> kill() {
    return channel.home().run(() ->
        replica.kill().eventually(this::end).eventually(() -> vertx.undeploy(replicaDeployment)));
  }

  /**
   * Completes when its store is damaged and takes no more writes: {@link #kill}, and another start on the same data, mend it. Never,
   * if that does not happen, or as long as there is no room for it, which the event log says. Reads go on.
   */
  public Future<Void> mendable() {
    return replica.mendable();
  }

  /** From now on its disk has no room for any write, until the node is started again. */
  public void fillDisk() {
    replica.fillDisk();
  }

  private Future<Void> end() {
    return channel.close().eventually(() -> vertx.undeploy(coordinatorDeployment));
  }
}
