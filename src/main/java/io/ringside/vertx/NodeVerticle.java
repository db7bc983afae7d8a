package io.ringside.vertx;

import io.ringside.Bytes;
import io.ringside.config.NodeConfig;
import io.ringside.env.Env;
import io.ringside.message.MessageCodec;
import io.ringside.message.Request;
import io.ringside.node.Node;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.rocks.RocksDbDataStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Random;

/**
 * Gives one node, that is its replica, its gossip and its hints, a thread, a clock, a disk and an address on the event bus. Holds
 * no protocol.
 */
final class NodeVerticle extends VerticleBase {
  private final NodeConfig config;
  private final ConsistentHashRing ring;
  private final LinkFaults faults;
  private final EventLog events;

  private VertxScheduler scheduler;
  private Channel channel;
  private RocksDbDataStore store;
  private Node node;
  private boolean killed;

  NodeVerticle(NodeConfig config, ConsistentHashRing ring, LinkFaults faults, EventLog events) {
    this.config = config;
    this.ring = ring;
    this.faults = faults;
    this.events = events;
  }

  /** Completes when the node serves; fails if its data cannot be opened, with the reason. */
  @Override
  public Future<?> start() {
    scheduler = new VertxScheduler(vertx, context, events);
    channel = new Channel(vertx, BusAddress.replica(config.self()), ClusterTag.of(config.cluster().id()), faults, events);
    return vertx.executeBlocking(this::openStore)
        .compose(opened -> {
          store = opened;
          var env = new Env(config.self(), new EventBusTransport(channel), scheduler, new Random(Randomness.seed()), events);
          node = new Node(env, config, ring, store, events);
          return channel.listen(this::answer);
        })
        .compose(listening -> node.start())
        .recover(failure -> release().transform(released -> Future.failedFuture(failure)));
  }

  private RocksDbDataStore openStore() {
    return RocksDbDataStore.open(config.data(), config.cluster().id(), config.self(),
        task -> context.runOnContext(here -> task.run()));
  }

  private Future<Bytes> answer(Bytes question) {
    return deliver(MessageCodec.decodeRequest(question));
  }

  private <R> Future<Bytes> deliver(Request<R> request) {
    return request.deliverTo(node).map(MessageCodec::encodeAnswer);
  }

  /** Completes when nothing is heard, sent or open any more, whether the node stopped well or not. */
  @Override
  public Future<?> stop() {
    return killed ? Future.succeededFuture() : node.stop().eventually(this::release);
  }

  /** Ends the node as a crash would: nothing is recorded, nothing is flushed. Completes when its data can be opened again. */
  Future<Void> kill() {
    return channel.home().run(() -> {
      killed = true;
      node.halt();
      scheduler.close();
      return channel.close().eventually(store::abandon);
    });
  }

  void fillDisk() {
    store.fill();
  }

  private Future<Void> release() {
    scheduler.close();
    return channel.close().eventually(() -> store == null ? Future.succeededFuture() : store.close());
  }
}
