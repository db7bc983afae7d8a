package io.ringside.vertx;

import com.hazelcast.core.HazelcastInstance;
import io.ringside.config.Founder;
import io.vertx.core.Completable;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Hazelcast cluster whose event bus finds our nodes without asking Hazelcast. Every other address works as ever, with
 * Hazelcast's delays. Closing its Vert.x shuts the Hazelcast instance down too.
 */
final class LocalRoutingClusterManager extends HazelcastClusterManager {
  /*
   * An address under kv/<node>/ says whom it belongs to, and the roster says where that node listens: there is nothing to look
   * up. Stock vertx-hazelcast asks a distributed map for both, and such a question hangs for as long as a silent member counts as
   * one, 15 s here. A split, a merge or a frozen member of Hazelcast therefore never silences a node of ours.
   *
   * What is lost: a node that is up but does not listen gives a time-out and not NO_HANDLERS, so nodes listen before they say
   * hello.
   */
  private final HazelcastInstance hazelcast;
  private final Map<String, NodeInfo> endpoints;
  private Vertx vertx;

  LocalRoutingClusterManager(HazelcastInstance hazelcast, List<Founder> roster) {
    super(hazelcast);
    this.hazelcast = hazelcast;
    var known = new TreeMap<String, NodeInfo>();
    roster.forEach(founder -> known.put(founder.id().name(), new NodeInfo(founder.host(), founder.busPort(), null)));
    this.endpoints = Map.copyOf(known);
  }

  @Override
  public void init(Vertx owner) {
    super.init(owner);
    vertx = owner;
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
    Optional<String> node = BusAddress.nodeIn(address);
    if (node.isPresent()) {
      promise.succeed(List.of(new RegistrationInfo(node.get(), 0, false)));
    } else {
      super.getRegistrations(address, promise);
    }
  }

  @Override
  public void addRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
    if (BusAddress.nodeIn(address).isPresent()) {
      promise.succeed();
    } else {
      super.addRegistration(address, registration, promise);
    }
  }

  @Override
  public void removeRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
    if (BusAddress.nodeIn(address).isPresent()) {
      promise.succeed();
    } else {
      super.removeRegistration(address, registration, promise);
    }
  }

  @Override
  public void getNodeInfo(String node, Completable<NodeInfo> promise) {
    NodeInfo endpoint = endpoints.get(node);
    if (endpoint != null) {
      promise.succeed(endpoint);
    } else {
      super.getNodeInfo(node, promise);
    }
  }

  /** Tells Hazelcast, for others, but does not wait for it: our own nodes know the roster. */
  @Override
  public void setNodeInfo(NodeInfo own, Completable<Void> promise) {
    super.setNodeInfo(own, Promise.promise());
    promise.succeed();
  }

  @Override
  public void leave(Completable<Void> promise) {
    Promise<Void> left = Promise.promise();
    super.leave(left);
    left.future()
        .eventually(() -> vertx.<Void>executeBlocking(() -> {
          hazelcast.shutdown();
          return null;
        }))
        .onComplete(promise);
  }
}
