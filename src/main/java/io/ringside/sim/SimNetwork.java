package io.ringside.sim;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.env.Scheduler;
import io.ringside.env.Transport;
import io.ringside.fault.Cut;
import io.ringside.fault.FaultPlan;
import io.ringside.message.Failure;
import io.ringside.message.MessageCodec;
import io.ringside.message.Peer;
import io.ringside.message.Request;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A network of simulated nodes that loses, delays, doubles and reorders messages as one seed says. Every message goes through
 * {@link MessageCodec}, also to the sender itself. What a crashed node sent is still under way; what reaches it is lost.
 */
public final class SimNetwork {
  private final SimScheduler world;
  private final TraceHash trace;
  private final Random delays;
  private final Random losses;
  private final Random duplications;
  private final SortedMap<NodeId, Served> peers = new TreeMap<>();
  private final SortedMap<Cut, Link> links = new TreeMap<>();
  private final List<Throwable> bugs = new ArrayList<>();
  private Link usual = Link.LOCAL;
  private FaultPlan faults = FaultPlan.NONE;
  private long messages;

  private record Served(Life life, Peer peer) {}

  /** @param random the parent of the network's own chances, of which it takes three numbers */
  public SimNetwork(SimScheduler world, Random random, TraceHash trace) {
    this.world = world;
    this.trace = trace;
    this.delays = new Random(random.nextLong());
    this.losses = new Random(random.nextLong());
    this.duplications = new Random(random.nextLong());
  }

  /** How every link behaves that has nothing said of it. */
  public void setUsualLink(Link link) {
    usual = link;
  }

  public void setLink(NodeId from, NodeId to, Link link) {
    links.put(new Cut(from, to), link);
  }

  public FaultPlan faults() {
    return faults;
  }

  /** From now on, also for messages that are under way. */
  public void setFaults(FaultPlan plan) {
    faults = plan;
    trace.add(world.nowMicros() + " faults " + plan);
  }

  /** Lets a node answer as long as this life of it lasts. */
  public void serve(Life life, Peer peer) {
    peers.put(life.node(), new Served(life, peer));
  }

  /** What peers threw that was no {@link Failure}; each was answered as a refusal. */
  public List<Throwable> bugs() {
    return List.copyOf(bugs);
  }

  /** How one life of a node sends. When it is over nothing leaves and no answer comes. */
  public Transport transport(Life life) {
    return new Transport() {
      @Override
      public <R> Future<R> send(NodeId to, Request<R> request, long limitMillis) {
        return SimNetwork.this.send(life, to, request, limitMillis);
      }
    };
  }

  private <R> Future<R> send(Life sender, NodeId to, Request<R> request, long limitMillis) {
    if (sender.isOver()) {
      return Future.failedFuture(new Failure.Unreachable(sender.node() + " is not running"));
    }
    Promise<R> promise = Promise.promise();
    Scheduler.Timer limit = sender.after(limitMillis, () -> promise.tryFail(
        new Failure.Unreachable("no answer from " + to + " within " + limitMillis + " ms")));
    Bytes bytes = MessageCodec.encode(request);
    carry(sender.node(), to, request.getClass().getSimpleName(), bytes, arrived ->
        deliver(sender.node(), to, arrived, answer -> {
          if (!sender.isOver()) {
            limit.cancel();
            complete(promise, answer);
          }
        }));
    return promise.future();
  }

  /** Takes bytes from one node to another, once, twice, or not at all. */
  private void carry(NodeId from, NodeId to, String what, Bytes bytes, Consumer<Bytes> arrival) {
    String message = " m" + ++messages + " " + from + "->" + to + " " + what + " " + Long.toHexString(TraceHash.of(bytes));
    note("send", message);
    if (from.equals(to)) {
      arriveAfter(0, from, to, message, bytes, arrival);
      return;
    }
    Link link = links.getOrDefault(new Cut(from, to), usual);
    boolean lostByLink = losses.nextDouble() < link.loss();
    boolean lostByFault = losses.nextDouble() < faults.loss();
    int copies = duplications.nextDouble() < link.duplication() ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      long delayMicros = link.drawDelayMicros(delays) + faults.extraDelayMillis() * 1000;
      if (lostByLink || lostByFault || faults.blocks(from, to)) {
        note("lose", message);
      } else {
        arriveAfter(delayMicros, from, to, message, bytes, arrival);
      }
    }
  }

  private void arriveAfter(
      long delayMicros, NodeId from, NodeId to, String message, Bytes bytes, Consumer<Bytes> arrival) {
    world.afterMicros(delayMicros, () -> {
      if (faults.blocks(from, to)) {
        note("lose", message);
      } else {
        note("deliver", message);
        arrival.accept(bytes);
      }
    });
  }

  /** Lets the peer at {@code to} answer, if one lives there, and carries the answer back. */
  private void deliver(NodeId from, NodeId to, Bytes bytes, Consumer<Bytes> answered) {
    Served served = peers.get(to);
    if (served == null || served.life().isOver()) {
      return;
    }
    answerOf(served.peer(), MessageCodec.decodeRequest(bytes)).onComplete(outcome -> {
      if (!served.life().isOver()) {
        carry(to, from, outcome.succeeded() ? "answer" : "no", encoded(outcome), answered);
      }
    });
  }

  private Future<?> answerOf(Peer peer, Request<?> request) {
    try {
      return request.deliverTo(peer);
    } catch (RuntimeException thrown) {
      return Future.failedFuture(thrown);
    }
  }

  private Bytes encoded(AsyncResult<?> outcome) {
    if (outcome.succeeded()) {
      return MessageCodec.encodeAnswer(outcome.result());
    }
    if (!(outcome.cause() instanceof Failure)) {
      bugs.add(outcome.cause());
    }
    return MessageCodec.encodeFailure(Failure.asAnswer(outcome.cause()));
  }

  /** The answer's type is the request's {@code R}, since the peer that made it was asked through {@link Request#deliverTo}. */
  @SuppressWarnings("unchecked")
  private static <R> void complete(Promise<R> promise, Bytes answer) {
    try {
      promise.tryComplete((R) MessageCodec.decodeAnswer(answer));
    } catch (Failure no) {
      promise.tryFail(no);
    }
  }

  private void note(String what, String message) {
    trace.add(world.nowMicros() + " " + what + message);
  }
}
