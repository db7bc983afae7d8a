package io.ringside.vertx;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.config.NodeConfig;
import io.ringside.message.Failure;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationCodec;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.version.RequestId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client on the event bus: it goes to its own node's coordinator first and, when that is silent, to the next. Safe for any
 * number of threads and verticles; a future completes on its caller's context.
 */
public final class BusClient implements Client {
  /** Coordinators that are tried for one operation. More: survives more dead ones; fewer: a shorter worst case. */
  static final int MAX_ATTEMPTS = 3;

  /** One operation takes at most this many time limits, all its coordinators together. */
  static final int MAX_LIMITS = 2;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Channel channel;
  private final List<NodeId> roster;
  private final List<NodeId> coordinators;
  private final long operationMillis;
  private final long marginMillis;
  private final long requestHigh;
  private final AtomicLong requestLow;

  /** Asks over the channel, with the limits and the roster of {@code config}, whose own node comes first. */
  BusClient(Channel channel, NodeConfig config) {
    this.channel = channel;
    this.roster = List.copyOf(config.roster());
    this.coordinators = startingWith(config.self(), roster);
    this.operationMillis = config.quorum().operationTimeoutMillis();
    this.marginMillis = config.quorum().replicaTimeoutMillis();
    this.requestHigh = Randomness.seed();
    this.requestLow = new AtomicLong(Randomness.seed());
  }

  private BusClient(BusClient like, NodeId first) {
    this.channel = like.channel;
    this.roster = like.roster;
    this.coordinators = startingWith(first, roster);
    this.operationMillis = like.operationMillis;
    this.marginMillis = like.marginMillis;
    this.requestHigh = like.requestHigh;
    this.requestLow = like.requestLow;
  }

  /** The roster from {@code first} on, around and back to it, so that clients of different nodes fail over to different ones. */
  private static List<NodeId> startingWith(NodeId first, List<NodeId> roster) {
    int index = roster.indexOf(first);
    var order = new ArrayList<>(roster.subList(index, roster.size()));
    order.addAll(roster.subList(0, index));
    return List.copyOf(order.subList(0, Math.min(MAX_ATTEMPTS, order.size())));
  }

  /** A member; request ids are drawn from the same numbers. */
  @Override
  public Client via(NodeId first) {
    if (!roster.contains(first)) {
      throw new IllegalArgumentException("Not a member: " + first + "; the members are " + roster);
    }
    return new BusClient(this, first);
  }

  @Override
  public RequestId newRequest() {
    return new RequestId(requestHigh, requestLow.incrementAndGet());
  }

  @Override
  public <R> Future<R> execute(Operation<R> operation) {
    long asked = operation.options().timeoutMillis();
    long limit = (asked > 0 ? asked : operationMillis) + marginMillis;
    return new Execution<>(operation, limit).at(coordinators.iterator());
  }

  /** One operation on its way along the coordinators. */
  private final class Execution<R> {
    private final Operation<R> operation;
    private final Bytes question;
    private final long limitMillis;
    private final long endNanos;
    private Effect effect = Effect.NOT_APPLIED;

    Execution(Operation<R> operation, long limitMillis) {
      this.operation = operation;
      this.question = OperationCodec.encode(operation);
      this.limitMillis = limitMillis;
      this.endNanos = System.nanoTime() + MAX_LIMITS * limitMillis * NANOS_PER_MILLI;
    }

    /** An operation's type names its answer's, so the one cast that this takes is safe. */
    @SuppressWarnings("unchecked")
    Future<R> at(Iterator<NodeId> next) {
      long left = Math.min(limitMillis, (endNanos - System.nanoTime()) / NANOS_PER_MILLI);
      return channel.ask(BusAddress.coordinator(next.next()), question, left)
          .map(answer -> (R) OperationCodec.decodeAnswer(answer))
          .recover(failure -> recover(failure, next));
    }

    private Future<R> recover(Throwable failure, Iterator<NodeId> next) {
      if (failure instanceof Failure.Unreachable && !(operation instanceof Operation.Get)) {
        effect = Effect.UNKNOWN;
      }
      boolean another = Failure.leadsToFallback(failure) && mayRepeat() && next.hasNext() && System.nanoTime() < endNanos;
      return another ? at(next) : Future.failedFuture(asOperationFailure(failure));
    }

    /** A write that may have been made and carries no request id would be made twice. */
    private boolean mayRepeat() {
      return effect == Effect.NOT_APPLIED || operation.mayRepeat();
    }

    private OperationFailure asOperationFailure(Throwable failure) {
      if (failure instanceof OperationFailure known) {
        return known.after(effect);
      }
      if (failure instanceof Failure.Unreachable) {
        return new OperationFailure(Kind.UNREACHABLE, "no coordinator answered; the last: " + failure.getMessage(),
            "try again with the same request id", effect, 0);
      }
      if (failure instanceof Failure.Unavailable) {
        return new OperationFailure(Kind.OVERLOADED, failure.getMessage(), "try again in a moment", effect, 0);
      }
      return new OperationFailure(Kind.REFUSED, String.valueOf(failure.getMessage()), "look at the node's log", effect, 0);
    }
  }
}
