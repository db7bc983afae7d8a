package io.ringside.vertx;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.ringside.NodeId;
import io.ringside.config.Founder;
import io.ringside.config.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a Vert.x whose event bus reaches the other members of a cluster, each in a JVM of its own. */
public final class ClusteredVertx {
  private static final Logger LOG = LoggerFactory.getLogger(ClusteredVertx.class);

  /* The defaults are a minute and twenty seconds: with them links stay dead for that long after a network split has healed. */
  private static final int CONNECT_TIMEOUT_MILLIS = 1000;
  private static final int PING_MILLIS = 2000;

  private ClusteredVertx() {}

  /**
   * Completes with a Vert.x that listens at the node's bus address; closing it closes all that was started here. Fails if the bus
   * port or the join port cannot be bound, and with {@link NameInUse} if another process runs a node of this name. Members that
   * cannot be reached are warned of and do no harm: they are found when they come. Takes one to three seconds, most of them
   * Hazelcast's.
   */
  public static Future<Vertx> start(NodeConfig config) {
    return start(config, new VertxOptions());
  }

  /** As {@link #start(NodeConfig)}, with options of the caller's; what they say of the event bus is overwritten. */
  public static Future<Vertx> start(NodeConfig config, VertxOptions options) {
    return hazelcast(config).compose(hazelcast -> {
      warnOfMissing(config, hazelcast);
      VertxBuilder builder = Vertx.builder()
          .with(new VertxOptions(options).setEventBusOptions(eventBus(config)))
          .withClusterManager(new LocalRoutingClusterManager(hazelcast, config.cluster().members()));
      return builder.buildClustered().onFailure(notStarted -> hazelcast.shutdown());
    });
  }

  static EventBusOptions eventBus(NodeConfig config) {
    return new EventBusOptions()
        .setHost(config.bus().host())
        .setPort(config.busPort())
        .setClusterPublicHost(HazelcastSettings.announcedHost(config))
        .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
        .setClusterPingInterval(PING_MILLIS)
        .setClusterPingReplyInterval(PING_MILLIS);
  }

  /** On a thread of its own: Hazelcast blocks while it starts, and there is no Vert.x yet whose worker could wait for it. */
  private static Future<HazelcastInstance> hazelcast(NodeConfig config) {
    Promise<HazelcastInstance> started = Promise.promise();
    var starter = new Thread(() -> {
      try {
        started.complete(joined(config));
      } catch (RuntimeException | Error thrown) {
        started.fail(thrown);
      }
    }, "ringside-join-" + config.self());
    starter.start();
    return started.future();
  }

  private static HazelcastInstance joined(NodeConfig config) {
    HazelcastInstance hazelcast = Hazelcast.newHazelcastInstance(HazelcastSettings.of(config));
    try {
      Namesake.check(hazelcast, config.self().name());
      return hazelcast;
    } catch (RuntimeException refused) {
      hazelcast.shutdown();
      throw refused;
    }
  }

  private static void warnOfMissing(NodeConfig config, HazelcastInstance hazelcast) {
    List<NodeId> roster = config.cluster().members().stream().map(Founder::id).toList();
    int present = hazelcast.getCluster().getMembers().size();
    if (present < roster.size()) {
      LOG.warn("{} of the {} founding members {} are here; the others are not up yet, or cannot be reached. {} serves "
          + "without them", present, roster.size(), roster, config.self());
    }
  }
}
