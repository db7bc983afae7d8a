package io.ringside.explore;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.HistoryRecorder;
import io.ringside.client.Client;
import io.ringside.event.WorldEvent;
import io.ringside.operation.Count;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** One client of a run: does its deeds one after the other, remembers what it has seen, and has all of it recorded. */
final class Session {
  /** Deeds that wait for the one before them; more are skipped, as by a user who gives up. */
  private static final int PATIENCE = 20;

  private final String name;
  private final Stage stage;
  private final Options options;
  private final boolean strict;
  private final Deque<Deed> waiting = new ArrayDeque<>();
  private final Map<Key, CausalContext> seen = new LinkedHashMap<>();
  private NodeId node;
  private Client client;
  private boolean busy;
  private boolean gone;
  private boolean finished;
  private String value = "";
  private long valueMillis = -1;
  private Optional<WorldEvent.ClientAsked> asked = Optional.empty();

  /** @param strict whether its options make reads and writes meet in a primary */
  Session(String name, Stage stage, NodeId node, Options options, boolean strict) {
    this.name = name;
    this.stage = stage;
    this.options = options;
    this.strict = strict;
    moveTo(node);
  }

  /** What a session needs of the run it belongs to. */
  interface Stage {
    Client client(NodeId node);

    HistoryRecorder recorder();

    /** How many answers a read waits for that says nothing of it. */
    int r();

    /** Is told of each failure that a client hears. */
    void failed(Throwable failure);

    /** Is told what a client does and hears, for people who read. */
    void tell(String client, Key key, Supplier<String> what);

    /** The same, for those who record the run. */
    void tell(WorldEvent event);

    /**
     * A number that changes with everything that is broken or mended; negative while the operation need not succeed.
     *
     * @param node which is asked first
     */
    long claim(NodeId node, Operation<?> operation);

    /** Whether a failure says something of who could be reached. */
    boolean isOfReach(Throwable failure);
  }

  private void moveTo(NodeId other) {
    node = other;
    client = stage.client(other);
  }

  /** What is under way goes on; what waits is not begun. */
  void finish() {
    waiting.clear();
    finished = true;
  }

  /** Whether it waits for an answer. */
  boolean isBusy() {
    return busy;
  }

  /** What it asks for just now; empty if it waits for nothing. */
  Optional<WorldEvent.ClientAsked> asked() {
    return asked;
  }

  /** From now on nothing more is done, and no answer heard: the client has crashed. */
  void end() {
    gone = true;
    stage.tell(new WorldEvent.ClientGone(name));
    waiting.clear();
  }

  void take(Deed deed) {
    if (!gone && !finished && waiting.size() < PATIENCE) {
      waiting.add(deed);
      next();
    }
  }

  /** Completes as a blind write of a new value does. */
  Future<?> write(Key key) {
    return put(key, CausalContext.EMPTY, value(0));
  }

  private void next() {
    Deed deed = busy || gone ? null : waiting.poll();
    if (deed != null) {
      busy = true;
      done(deed).onComplete(ended -> {
        busy = false;
        next();
      });
    }
  }

  private Future<?> done(Deed deed) {
    if (deed.act() == Act.MOVE) {
      moveTo(NodeId.of(deed.word(1)));
      return Future.succeededFuture();
    }
    Key key = Key.of(deed.word(1));
    return switch (deed.act()) {
      case GET -> get(key, options);
      case MEND -> get(key, options.withRepair(Options.Repair.BLOCKING));
      case INSIST -> get(key, options.withRepair(Options.Repair.BLOCKING).withPrimaries(r()));
      case PUT -> put(key, CausalContext.EMPTY, value(deed.atMillis()));
      case EXPIRE -> put(key, CausalContext.EMPTY, value(deed.atMillis()), options.withTtlMillis(deed.number(2)));
      case OVERWRITE -> put(key, seen.getOrDefault(key, CausalContext.EMPTY), value(deed.atMillis()));
      case ADD -> get(key, options).compose(found -> put(key, found.context(), union(found, deed.atMillis())));
      case CREATE -> create(key, value(deed.atMillis()));
      case DELETE -> get(key, options).compose(found -> delete(key, found.context()));
      default -> throw new IllegalArgumentException(deed + " is nothing that a client does");
    };
  }

  /** What its reads ask for, said or not. */
  private Count r() {
    return options.quorum().isDefault() ? Count.of(stage.r()) : options.quorum();
  }

  private Future<Found> get(Key key, Options how) {
    return recorded(new Operation.Get(key, how)).map(found -> {
      seen.put(key, found.context());
      return found;
    });
  }

  private Future<Written> put(Key key, CausalContext context, Content content) {
    return put(key, context, content, options);
  }

  private Future<Written> put(Key key, CausalContext context, Content content, Options how) {
    return written(key, recorded(new Operation.Put(key, content, context, client.newRequest(), false, how)));
  }

  private Future<Written> create(Key key, Content content) {
    return written(key, recorded(new Operation.Put(key, content, CausalContext.EMPTY, client.newRequest(), true, options)));
  }

  private Future<Written> delete(Key key, CausalContext context) {
    return written(key, recorded(new Operation.Delete(key, context, client.newRequest(), options)));
  }

  private Future<Written> written(Key key, Future<Written> write) {
    return write.map(answer -> {
      seen.merge(key, answer.context(), CausalContext::merge);
      return answer;
    });
  }

  /** Named by the deed's time, which stays when other deeds are left out; never the same twice. */
  private Content value(long atMillis) {
    value = atMillis == valueMillis ? value + "+" : name + "-" + atMillis;
    valueMillis = atMillis;
    return Content.text(value);
  }

  /** The elements of all siblings, and a new one: a cart that never loses an item. */
  private Content union(Found found, long atMillis) {
    var elements = new TreeSet<String>();
    found.siblings().versions().values().forEach(version -> version.content()
        .ifPresent(content -> elements.addAll(Arrays.asList(content.body().utf8().split(" ")))));
    while (elements.size() > 8) {
      elements.pollFirst();
    }
    elements.add(value(atMillis).body().utf8());
    return Content.text(String.join(" ", elements));
  }

  private <R> Future<R> recorded(Operation<R> operation) {
    Key key = operation.key();
    stage.tell(name, key, () -> Telling.asked(operation, node));
    var ask = new WorldEvent.ClientAsked(name, Telling.verb(operation), key, node, () -> Telling.asked(operation, node));
    asked = Optional.of(ask);
    stage.tell(ask);
    HistoryRecorder.Open open = stage.recorder().begin(name, node, operation, strict);
    NodeId asks = node;
    long claim = stage.claim(asks, operation);
    return client.execute(operation).transform(result -> {
      if (gone) {
        return Future.failedFuture("the client is gone");
      }
      asked = Optional.empty();
      stage.tell(new WorldEvent.ClientTold(name, Telling.outcome(result.cause()),
          () -> result.succeeded() ? Telling.answered(result.result()) : Telling.failed(result.cause())));
      if (claim >= 0 && claim == stage.claim(asks, operation) && stage.isOfReach(result.cause())) {
        open.entitled();
      }
      if (result.succeeded()) {
        open.succeeded(result.result());
        stage.tell(name, key, () -> Telling.answered(result.result()));
        return Future.succeededFuture(result.result());
      }
      open.failed(result.cause());
      stage.tell(name, key, () -> Telling.failed(result.cause()));
      stage.failed(result.cause());
      return Future.failedFuture(result.cause() instanceof OperationFailure known
          ? known : new IllegalStateException("a client heard " + result.cause(), result.cause()));
    });
  }
}
