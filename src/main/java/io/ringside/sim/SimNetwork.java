package io.ringside.sim;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.env.Scheduler;
import io.ringside.env.Transport;
import io.ringside.event.WorldEvent.Fate;
import io.ringside.fault.Cut;
import io.ringside.fault.FaultPlan;
import io.ringside.message.Failure;
import io.ringside.message.MessageCodec;
import io.ringside.message.Peer;
import io.ringside.message.Request;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A network of simulated nodes that loses, delays, doubles, reorders and holds back messages as one seed says. Every message goes
 * through {@link MessageCodec}, also to the sender itself. What a crashed node sent is still under way; what reaches it is lost.
 */
public final class SimNetwork {
  private final SimScheduler world;
  private final TraceHash trace;
  private final Random delays;
  private final Random losses;
  private final Random duplications;
  private final SortedMap<NodeId, Served> peers = new TreeMap<>();
  private final SortedMap<Cut, Link> links = new TreeMap<>();
  private final SortedMap<Cut, Integer> underWay = new TreeMap<>();
  private final SortedMap<Cut, List<Held>> clogs = new TreeMap<>();
  private final List<KindCut> kindCuts = new ArrayList<>();
  private final List<Throwable> bugs = new ArrayList<>();
  private Link usual = Link.LOCAL;
  private Delays model;
  private FaultPlan faults = FaultPlan.NONE;
  private long messages;
  private long lost;

  private Watcher watcher = (from, to, request) -> {};

  /** Sees each request as it is sent. */
  @FunctionalInterface
  public interface Watcher {
    void sent(NodeId from, NodeId to, Request<?> request);
  }

  private record Served(Life life, Peer peer) {}

  private record Held(Message message, Consumer<Bytes> arrival) {}

  /** Requests of one kind, and their answers, that do not pass in one direction. */
  private record KindCut(Cut link, String request) {}

  /** @param random the parent of the network's own chances, of which it takes three numbers */
  public SimNetwork(SimScheduler world, Random random, TraceHash trace) {
    this.world = world;
    this.trace = trace;
    this.delays = new Luck(random.nextLong(), world);
    this.losses = new Luck(random.nextLong(), world);
    this.duplications = new Luck(random.nextLong(), world);
  }

  public void watch(Watcher all) {
    watcher = all;
  }

  /** How every link behaves that has nothing said of it. */
  public void setUsualLink(Link link) {
    usual = link;
  }

  public void setLink(NodeId from, NodeId to, Link link) {
    links.put(new Cut(from, to), link);
  }

  /** From now on each message's delay goes by its kind, whatever its link says of delays. */
  public void setDelays(Delays byKind) {
    model = byKind;
  }

  public FaultPlan faults() {
    return faults;
  }

  /** From now on, also for messages that are under way. */
  public void setFaults(FaultPlan plan) {
    trace.add(world.nowMicros(), "faults " + plan);
    changing(() -> faults = plan);
  }

  /** From now on no request of this kind, and no answer to one, passes in this direction. */
  public void cutKind(NodeId from, NodeId to, String request) {
    trace.add(world.nowMicros(), "cut " + from + "->" + to + " " + request);
    changing(() -> kindCuts.add(new KindCut(new Cut(from, to), request)));
  }

  public void healKinds() {
    trace.add(world.nowMicros(), "heal kinds");
    changing(kindCuts::clear);
  }

  /** From now on what would arrive over this link is held back, as by a full buffer. */
  public void clog(NodeId from, NodeId to) {
    trace.add(world.nowMicros(), "clog " + from + "->" + to);
    changing(() -> clogs.putIfAbsent(new Cut(from, to), new ArrayList<>()));
  }

  /** All that was held back on this link arrives, each message after a delay of its own. */
  public void unclog(NodeId from, NodeId to) {
    trace.add(world.nowMicros(), "unclog " + from + "->" + to);
    List<Held> held = clogs.get(new Cut(from, to));
    changing(() -> clogs.remove(new Cut(from, to)));
    if (held != null) {
      held.forEach(one -> arriveAfter(delayMicros(one.message(), linkOf(one.message())), one.message(), one.arrival()));
    }
  }

  /** True if no kind of message is cut and nothing is held back. */
  public boolean isWhole() {
    return kindCuts.isEmpty() && clogs.isEmpty();
  }

  /** The same of one direction between two nodes. */
  public boolean isWhole(Cut link) {
    return !clogs.containsKey(link) && kindCuts.stream().noneMatch(kind -> kind.link().equals(link));
  }

  public void unclogAll() {
    List.copyOf(clogs.keySet()).forEach(link -> unclog(link.from(), link.to()));
  }

  /** What is broken now, each under a name, and until when; 0 if until it is mended. */
  SortedMap<String, Long> brokenNow() {
    if (faults.isNone() && isWhole()) {
      return Collections.emptySortedMap();
    }
    SortedMap<String, Long> broken = new TreeMap<>();
    faults.silenced().forEach(node -> broken.put("silence " + node, 0L));
    faults.cuts().forEach(cut -> broken.put("cut " + cut.from() + "->" + cut.to(), 0L));
    if (faults.loss() > 0) {
      broken.put("loss " + BigDecimal.valueOf(faults.loss()).movePointRight(2).stripTrailingZeros().toPlainString() + "%", 0L);
    }
    if (faults.extraDelayMillis() > 0) {
      broken.put("delay " + faults.extraDelayMillis() + "ms", 0L);
    }
    kindCuts.forEach(cut -> broken.put("cut " + cut.link().from() + "->" + cut.link().to() + " " + cut.request(), 0L));
    clogs.keySet().forEach(link -> broken.put("clog " + link.from() + "->" + link.to(), 0L));
    return broken;
  }

  private void changing(Runnable change) {
    trace.breaking(world.nowMicros(), this::brokenNow, () -> {
      change.run();
      return null;
    });
  }

  /** Lets a node answer as long as this life of it lasts. */
  public void serve(Life life, Peer peer) {
    peers.put(life.node(), new Served(life, peer));
  }

  /** What peers threw that was no {@link Failure}; each was answered as a refusal. */
  public List<Throwable> bugs() {
    return List.copyOf(bugs);
  }

  /** How many messages were sent so far, to oneself ones among them. */
  public long sent() {
    return messages;
  }

  /** How many of them never arrived. */
  public long lost() {
    return lost;
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
    watcher.sent(sender.node(), to, request);
    Promise<R> promise = Promise.promise();
    Scheduler.Timer limit = sender.after(limitMillis, () -> promise.tryFail(
        new Failure.Unreachable("no answer from " + to + " within " + limitMillis + " ms")));
    Message question = message(sender.node(), to, request.getClass().getSimpleName(), false,
        Message.keyIn(request), MessageCodec.encode(request));
    carry(question, arrived -> deliver(question, answer -> sender.whenAwake(() -> {
      limit.cancel();
      complete(promise, answer);
    })));
    return promise.future();
  }

  private Message message(NodeId from, NodeId to, String request, boolean answer, Optional<Key> about, Bytes bytes) {
    return new Message(++messages, from, to, request, answer, about, bytes, TraceHash.of(bytes));
  }

  /** Takes a message from one node to another, once, twice, or not at all. */
  private void carry(Message message, Consumer<Bytes> arrival) {
    note("send", Fate.SEND, message);
    if (isToItself(message)) {
      arriveAfter(0, message, arrival);
      return;
    }
    Link link = linkOf(message);
    boolean lostByLink = link.loss() > 0 && losses.nextDouble() < link.loss();
    boolean lostByFault = faults.loss() > 0 && losses.nextDouble() < faults.loss();
    int copies = link.duplication() > 0 && duplications.nextDouble() < link.duplication() ? 2 : 1;
    if (copies > 1) {
      trace.remark(world.nowMicros(), () -> message.moved(Fate.DUPLICATE));
    }
    for (int copy = 0; copy < copies; copy++) {
      long delayMicros = delayMicros(message, link);
      if (lostByLink || lostByFault || isCut(message) || isFull(message, link)) {
        lose(message);
      } else {
        arriveAfter(delayMicros, message, arrival);
      }
    }
  }

  /** What a node tells itself crosses no link. */
  private static boolean isToItself(Message message) {
    return message.from().equals(message.to());
  }

  private Link linkOf(Message message) {
    return links.isEmpty() || isToItself(message) ? usual : links.getOrDefault(new Cut(message.from(), message.to()), usual);
  }

  private long delayMicros(Message message, Link link) {
    Distribution delay = model == null
        ? link.delay()
        : model.of(message.from(), message.to(), message.request(), message.answer());
    return (long) (delay.drawMillis(delays) * 1000) + faults.extraDelayMillis() * 1000;
  }

  private boolean isCut(Message message) {
    return faults.blocks(message.from(), message.to())
        || !kindCuts.isEmpty() && !isToItself(message) && kindCuts.contains(
            new KindCut(new Cut(message.from(), message.to()), message.request()));
  }

  private boolean isFull(Message message, Link link) {
    return link.capacity() != Link.UNBOUNDED
        && underWay.getOrDefault(new Cut(message.from(), message.to()), 0) >= link.capacity();
  }

  private void lose(Message message) {
    lost++;
    note("lose", Fate.DROP, message);
  }

  private void arriveAfter(long delayMicros, Message message, Consumer<Bytes> arrival) {
    boolean counted = linkOf(message).capacity() != Link.UNBOUNDED && !isToItself(message);
    if (counted) {
      underWay.merge(new Cut(message.from(), message.to()), 1, Integer::sum);
    }
    world.afterMicros(delayMicros, () -> {
      if (counted) {
        underWay.merge(new Cut(message.from(), message.to()), -1, Integer::sum);
      }
      arrive(message, arrival);
    });
  }

  private void arrive(Message message, Consumer<Bytes> arrival) {
    if (!isToItself(message) && !clogs.isEmpty()) {
      List<Held> clogged = clogs.get(new Cut(message.from(), message.to()));
      if (clogged != null) {
        note("hold", Fate.HOLD, message);
        clogged.add(new Held(message, arrival));
        return;
      }
    }
    if (isCut(message)) {
      lose(message);
    } else {
      note("deliver", Fate.DELIVER, message);
      arrival.accept(message.bytes());
    }
  }

  /** Lets the peer that is asked answer, if it lives, as soon as it is awake, and carries the answer back. */
  private void deliver(Message question, Consumer<Bytes> answered) {
    Served served = peers.get(question.to());
    if (served == null) {
      return;
    }
    served.life().whenAwake(() ->
        answerOf(served.peer(), MessageCodec.decodeRequest(question.bytes())).onComplete(outcome -> {
          if (!served.life().isOver()) {
            carry(message(question.to(), question.from(), question.request(), true, question.about(),
                encoded(outcome)), answered);
          }
        }));
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

  private void note(String word, Fate fate, Message message) {
    trace.message(world.nowMicros(), word, message);
    trace.remark(world.nowMicros(), () -> message.moved(fate));
  }
}
