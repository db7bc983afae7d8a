package io.ringside.vertx;

import io.ringside.Bytes;
import io.ringside.config.NodeConfig;
import io.ringside.env.Env;
import io.ringside.event.Event;
import io.ringside.message.Failure;
import io.ringside.message.MessageCodec;
import io.ringside.message.Request;
import io.ringside.node.Node;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.rocks.RocksDbDataStore;
import io.ringside.storage.Broken;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.util.Random;

/**
 * Gives one node, that is its replica, its gossip and its hints, a thread, a clock, a disk and an address on the event bus. Holds
 * no protocol.
 */
final class NodeVerticle extends VerticleBase {
  /** How often it is looked whether a damaged store can be mended now. */
  private static final long OBSTACLE_MILLIS = 10_000;

  private final NodeConfig config;
  private final ConsistentHashRing ring;
  private final LinkFaults faults;
  private final EventLog events;

  private VertxScheduler scheduler;
  private Channel channel;
  private final Promise<Void> mendable = Promise.promise();
  private RocksDbDataStore store;
  private Node node;
  private boolean killed;

  NodeVerticle(NodeConfig config, ConsistentHashRing ring, LinkFaults faults, EventLog events) {
    this.config = config;
    this.ring = ring;
    this.faults = faults;
    this.events = events;
  }

  /**
   * Completes when the node serves; fails if its data cannot be opened, with the reason. If the start itself finds them damaged they
   * are mended, and it begins anew.
   */
  @Override
  public Future<?> start() {
    return begin().recover(failure -> isDamage(failure)
        ? vertx.executeBlocking(() -> markDamaged(failure)).compose(marked -> begin()) : Future.failedFuture(failure));
  }

  private Future<Long> begin() {
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
        .map(start -> {
          store.broken().onSuccess(this::storeBroke);
          return start;
        })
        .recover(failure -> release().transform(released -> Future.failedFuture(failure)));
  }

  private boolean isDamage(Throwable failure) {
    return failure instanceof Failure.Unreadable
        || store != null && store.broken().isComplete() && store.broken().result().damaged();
  }

  private Void markDamaged(Throwable failure) throws IOException {
    RocksDbDataStore.markDamaged(config.data(), config.cluster().id(), config.self(), failure.getMessage());
    return null;
  }

  private void storeBroke(Broken why) {
    if (why.damaged()) {
      lookForObstacle();
    }
  }

  private void lookForObstacle() {
    vertx.executeBlocking(() -> RocksDbDataStore.obstacleToMending(config.data(), config.cluster().id(), config.self()))
        .onSuccess(obstacle -> obstacle.ifPresentOrElse(why -> {
          events.emit(new Event.BackgroundFailed("mend the store", why));
          scheduler.after(OBSTACLE_MILLIS, this::lookForObstacle);
        }, mendable::tryComplete));
  }

  /** Completes when the store is damaged and the next start on the same data will mend it, as far as can be told. */
  Future<Void> mendable() {
    return mendable.future();
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
