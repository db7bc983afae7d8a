package io.ringside.vertx;

import io.ringside.Bytes;
import io.ringside.config.NodeConfig;
import io.ringside.coordination.Coordinator;
import io.ringside.env.Env;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationCodec;
import io.ringside.operation.OperationFailure;
import io.ringside.ring.ConsistentHashRing;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Random;

/**
 * Gives one node's coordinator a thread, a clock and an address on the event bus. It shares nothing with the {@link NodeVerticle}
 * of its node but the event log, and reaches its replica by message, as every other coordinator does.
 */
final class CoordinatorVerticle extends VerticleBase {
  private final NodeConfig config;
  private final ConsistentHashRing ring;
  private final LinkFaults faults;
  private final EventLog events;

  private VertxScheduler scheduler;
  private Channel channel;
  private Coordinator coordinator;

  CoordinatorVerticle(NodeConfig config, ConsistentHashRing ring, LinkFaults faults, EventLog events) {
    this.config = config;
    this.ring = ring;
    this.faults = faults;
    this.events = events;
  }

  /** Completes when operations are taken. */
  @Override
  public Future<?> start() {
    scheduler = new VertxScheduler(vertx, context, events);
    channel = new Channel(vertx, BusAddress.coordinator(config.self()), ClusterTag.of(config.cluster().id()), faults, events);
    var env = new Env(config.self(), new EventBusTransport(channel), scheduler, new Random(Randomness.seed()), events);
    coordinator = new Coordinator(env, config, ring);
    return channel.listen(this::answer).map(listening -> {
      coordinator.start();
      return null;
    });
  }

  private Future<Bytes> answer(Bytes question) {
    return execute(OperationCodec.decode(question));
  }

  private <R> Future<Bytes> execute(Operation<R> operation) {
    return coordinator.execute(operation)
        .map(OperationCodec::encodeAnswer)
        .recover(failure -> failure instanceof OperationFailure known
            ? Future.succeededFuture(OperationCodec.encodeFailure(known))
            : Future.failedFuture(failure));
  }

  /**
   * Completes when nothing is heard or sent any more. Operations under way are lost, and their clients ask the next coordinator.
   */
  @Override
  public Future<Void> stop() {
    coordinator.stop();
    scheduler.close();
    return channel.close();
  }
}
