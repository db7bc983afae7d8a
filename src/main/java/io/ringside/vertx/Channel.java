package io.ringside.vertx;

import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.ringside.event.Event;
import io.ringside.event.Events;
import io.ringside.message.Failure;
import io.ringside.message.MessageCodec;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Asks and answers over the event bus, bytes for bytes, at one address. Lives on the context it was made on, where it also calls
 * its responder. Anybody may call it; a future completes on its caller's context or, if the caller has none, on the channel's.
 */
final class Channel {
  /*
   * Not eventBus.request(): that hears of a refused connection only when its time is up, and makes a reply address and a timer
   * for each question. Frames go one way, answers are matched by an id of our own, and a write that fails fails all its questions
   * at once. Questions to one peer within one turn of the event loop share a frame, which is where most of the speed comes from;
   * all deadlines share one timer.
   *
   * Ids begin at a random number, so that an answer meant for an earlier start of this node is no answer to this one.
   */

  /**
   * Questions to one peer that have no answer yet. Beyond it the peer counts as overloaded; the event bus would queue without
   * end.
   */
  static final int MAX_IN_FLIGHT_PER_PEER = 16_384;

  /**
   * Bytes that one peer has yet to take. Beyond it only small questions are sent: a peer that stands still takes nothing, and
   * whatever is sent to it stays in memory, twice, long after its deadline.
   */
  static final long MAX_UNSENT_BYTES_PER_PEER = Runtime.getRuntime().maxMemory() / 32;

  /** A question of so many bytes is small. */
  static final int SMALL_BYTES = 1024;

  private final Vertx vertx;
  private final Context context;
  private final Home home;
  private final BusAddress self;
  private final ClusterTag cluster;
  private final LinkFaults faults;
  private final Events events;
  private final VertxScheduler scheduler;
  private final Deadlines deadlines;

  private final Map<Long, Question> open = new HashMap<>();
  private final Map<BusAddress, Integer> inFlight = new HashMap<>();
  private final Map<BusAddress, Outbox> outboxes = new HashMap<>();
  private final List<Outbox> unflushed = new ArrayList<>();
  private long nextId = ThreadLocalRandom.current().nextLong();
  private MessageConsumer<Buffer> consumer;
  private Responder responder;
  private boolean closed;

  private record Question(BusAddress to, long limitMillis, Promise<Bytes> answer) {}

  Channel(Vertx vertx, BusAddress self, ClusterTag cluster, LinkFaults faults, Events events) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.home = new Home(context);
    this.self = self;
    this.cluster = cluster;
    this.faults = faults;
    this.events = events;
    this.scheduler = new VertxScheduler(vertx, context, events);
    this.deadlines = new Deadlines(scheduler, this::expire);
  }

  Home home() {
    return home;
  }

  /** Completes when questions and answers are heard. */
  Future<Void> listen(Responder toQuestions) {
    return home.run(() -> {
      responder = toQuestions;
      consumer = vertx.eventBus().consumer(self.toString());
      consumer.handler(this::hear);
      return consumer.completion();
    });
  }

  /**
   * Completes with the answer; or fails with {@link Failure.Unreachable} when none came within the limit or the peer's connection
   * was refused, with {@link Failure.Unavailable} when too many questions to this peer are open or too much waits for it, or with
   * the failure it answered.
   */
  Future<Bytes> ask(BusAddress to, Bytes question, long limitMillis) {
    return home.run(() -> askHere(to, question, limitMillis));
  }

  /** Completes when nothing is heard any more; open questions fail, answers under way are lost. */
  Future<Void> close() {
    return home.run(() -> {
      closed = true;
      scheduler.close();
      new ArrayList<>(open.keySet()).forEach(id -> fail(id, new Failure.Unreachable(self + " is closed")));
      return consumer == null ? Future.succeededFuture() : consumer.unregister();
    });
  }

  private Future<Bytes> askHere(BusAddress to, Bytes question, long limitMillis) {
    if (closed) {
      return Future.failedFuture(new Failure.Unreachable(self + " is closed"));
    }
    int asked = inFlight.getOrDefault(to, 0);
    if (asked >= MAX_IN_FLIGHT_PER_PEER) {
      return Future.failedFuture(new Failure.Unavailable(asked + " requests to " + to.node() + " wait for an answer"));
    }
    long unsent = outboxes.containsKey(to) ? outboxes.get(to).unsentBytes() : 0;
    if (unsent > MAX_UNSENT_BYTES_PER_PEER && question.size() > SMALL_BYTES) {
      return Future.failedFuture(new Failure.Unavailable(to.node() + " has yet to take " + unsent + " bytes"));
    }
    inFlight.put(to, asked + 1);
    long id = nextId++;
    var waiting = new Question(to, limitMillis, Promise.promise());
    open.put(id, waiting);
    deadlines.add(id, limitMillis);
    enqueue(to, Frame.Kind.QUESTIONS, id, question);
    return waiting.answer.future();
  }

  private void enqueue(BusAddress to, Frame.Kind kind, long id, Bytes body) {
    switch (faults.fateOf(self, to)) {
      case LOST -> { }
      case LATE -> scheduler.after(faults.lateMillis(self, to), () -> enqueueNow(to, kind, id, body));
      case DELIVERED -> enqueueNow(to, kind, id, body);
    }
  }

  private void enqueueNow(BusAddress to, Frame.Kind kind, long id, Bytes body) {
    Outbox outbox = outboxes.computeIfAbsent(to, this::openOutbox);
    if (outbox.add(kind, id, body)) {
      if (unflushed.isEmpty()) {
        context.runOnContext(endOfTurn -> flush());
      }
      unflushed.add(outbox);
    }
  }

  private Outbox openOutbox(BusAddress to) {
    return new Outbox(cluster.number(), self, vertx.eventBus().sender(to.toString()), (questions, reason) -> {
      boolean nobodyThere = reason instanceof ReplyException answer && answer.failureType() == ReplyFailure.NO_HANDLERS;
      String why = nobodyThere ? "nobody listens there" : reason.getMessage();
      var unreachable = new Failure.Unreachable(to.node() + " cannot be reached: " + why);
      questions.forEach(part -> fail(part.id(), unreachable));
    });
  }

  private void flush() {
    var full = new ArrayList<>(unflushed);
    unflushed.clear();
    if (!closed) {
      full.forEach(Outbox::flush);
    }
  }

  /** Whatever comes in, the next message is heard too. */
  private void hear(Message<Buffer> message) {
    try {
      Frame frame = Frame.decode(message.body());
      switch (frame.kind()) {
        case QUESTIONS -> frame.parts().forEach(part -> answer(frame, part));
        case ANSWERS -> frame.parts().forEach(part -> settle(part.id(), Future.succeededFuture(part.body())));
        case FAILURES -> frame.parts().forEach(part -> fail(part.id(), failureIn(part.body())));
      }
    } catch (MalformedBytes | ClassCastException malformed) {
      events.emit(new Event.Bug("a message at " + self, malformed));
    }
  }

  private void answer(Frame frame, Frame.Part question) {
    respond(frame, question.body()).onComplete(result -> {
      if (Vertx.currentContext() == context) {
        reply(frame.from(), question.id(), result);
      } else {
        context.runOnContext(here -> reply(frame.from(), question.id(), result));
      }
    });
  }

  private Future<Bytes> respond(Frame frame, Bytes question) {
    if (frame.cluster() != cluster.number()) {
      return Future.failedFuture(new Failure.Refused(self.node() + " belongs to cluster '" + cluster.id() + "', and "
          + frame.from().node() + " to another"));
    }
    try {
      return responder.answer(question);
    } catch (RuntimeException thrown) {
      return Future.failedFuture(thrown);
    }
  }

  private void reply(BusAddress to, long id, AsyncResult<Bytes> result) {
    if (closed) {
      return;
    }
    if (result.succeeded()) {
      enqueue(to, Frame.Kind.ANSWERS, id, result.result());
      return;
    }
    if (!(result.cause() instanceof Failure)) {
      events.emit(new Event.Bug("an answer of " + self, result.cause()));
    }
    enqueue(to, Frame.Kind.FAILURES, id, MessageCodec.encodeFailure(Failure.asAnswer(result.cause())));
  }

  private static Failure failureIn(Bytes body) {
    try {
      MessageCodec.decodeAnswer(body);
      return new Failure.Refused("a failure that is none");
    } catch (Failure failure) {
      return failure;
    }
  }

  private void expire(long id) {
    Question question = open.get(id);
    if (question != null) {
      fail(id, new Failure.Unreachable(question.to.node() + " did not answer within " + question.limitMillis + " ms"));
    }
  }

  private void fail(long id, Failure failure) {
    settle(id, Future.failedFuture(failure));
  }

  /** An answer to a question that is no longer open came too late, or twice, and is dropped. */
  private void settle(long id, Future<Bytes> answer) {
    Question question = open.remove(id);
    if (question == null) {
      return;
    }
    inFlight.merge(question.to, -1, (asked, minusOne) -> asked == 1 ? null : asked - 1);
    try {
      answer.onComplete(question.answer);
    } catch (RuntimeException thrown) {
      events.emit(new Event.Bug("whoever asked " + question.to, thrown));
    }
  }
}
