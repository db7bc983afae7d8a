package io.ringside.coordination;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.event.Event;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.Options;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.operation.Restored;
import io.ringside.operation.Written;
import io.ringside.repair.ReadRepair;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Turns clients' operations into quorums. Every node has one; any of them can coordinate any key. Holds no data, and reaches its
 * own node's replica as it reaches all others. Not safe for more than one thread.
 */
public final class Coordinator {
  private static final int DIGITS = 36;

  /** In how many eras an operation may begin; they are hours apart, unless somebody wants to see them. */
  private static final int ERAS_TRIED = 4;

  /** Extra reads saved up at most. */
  private static final int HEDGES_SAVED = 10;

  private final Env env;
  private final NodeConfig config;
  private final ConsistentHashRing ring;
  private final Background background;
  private final Liveness liveness;
  private final ReadRepair repair;
  private final ReadRound.Budgets budgets;
  private final String opPrefix;
  private final TreeMap<Integer, Long> eras = new TreeMap<>();
  private long operations;
  private int inFlight;

  public Coordinator(Env env, NodeConfig config, ConsistentHashRing ring) {
    this.env = env;
    this.config = config;
    this.ring = ring;
    this.background = new Background(env.events());
    this.liveness = new Liveness(env);
    this.repair = new ReadRepair(env, config.quorum().replicaTimeoutMillis());
    this.budgets = new ReadRound.Budgets(
        new Budget(config.quorum().hedgeBudgetPercent(), HEDGES_SAVED, HEDGES_SAVED / 2),
        new Budget(config.repair().readBudgetPercent(), config.repair().readBudgetBurst(), config.repair().readBudgetBurst()));
    this.opPrefix = env.self() + "-" + Integer.toString(env.random().nextInt(1 << 20), DIGITS) + "-";
  }

  /** Begins to follow its own node's view of who is alive. */
  public void start() {
    liveness.start();
  }

  public void stop() {
    liveness.stop();
  }

  /**
   * Completes with the operation's answer, or fails with an {@link OperationFailure} that says what became of it. Ends within the
   * operation's time limit.
   */
  public <R> Future<R> execute(Operation<R> operation) {
    if (inFlight >= config.limits().inFlight()) {
      return Future.failedFuture(new OperationFailure(Kind.OVERLOADED,
          "this coordinator has " + inFlight + " operations in flight, its limit", "try again in a moment, or at another node"));
    }
    inFlight++;
    return started(operation).eventually(() -> {
      inFlight--;
      return Future.succeededFuture();
    });
  }

  /** An operation's type names its answer's, so the one cast that this takes is safe. */
  @SuppressWarnings("unchecked")
  private <R> Future<R> started(Operation<R> operation) {
    long begun = env.scheduler().nowMillis();
    if (operation instanceof Operation.Get get) {
      return (Future<R>) guarded(() -> get(get, begun));
    }
    if (operation instanceof Operation.Put put) {
      return (Future<R>) guarded(() -> put(put, begun));
    }
    if (operation instanceof Operation.Delete delete) {
      return (Future<R>) guarded(() -> delete(delete, begun));
    }
    return (Future<R>) guarded(() -> restore((Operation.Restore) operation, begun));
  }

  /** Whatever is thrown or fails inside, the client gets one kind of failure. */
  private <R> Future<R> guarded(Supplier<Future<R>> operation) {
    Future<R> begun;
    try {
      begun = operation.get();
    } catch (RuntimeException thrown) {
      begun = Future.failedFuture(thrown);
    }
    return begun.recover(failure -> Future.failedFuture(asOperationFailure(failure)));
  }

  private OperationFailure asOperationFailure(Throwable failure) {
    if (failure instanceof OperationFailure known) {
      return known;
    }
    if (!(failure instanceof Failure)) {
      env.events().emit(new Event.Bug("coordinate an operation", failure));
    }
    return new OperationFailure(Kind.REFUSED, String.valueOf(failure.getMessage()), "this is a bug: look at the node's log",
        Effect.UNKNOWN, 0);
  }

  private Future<Found> get(Operation.Get get, long begunMillis) {
    Plan plan = Plan.forRead(get.key(), get.options(), config, ring, begunMillis);
    var watched = new Watched("get", get.key(), plan, get.options().explain());
    Future<Found> answer = watched.inLatestEra(attempts -> {
      var operands = new ReadRound.Operands(get.key(), get.options().notFoundOk(), new Candidates(plan, liveness), attempts);
      return new ReadRound(env, background, repair, budgets, config.quorum(), plan, operands).run(get.options().explain());
    }).map(read -> read.asOf(env.scheduler().wallMillis()));
    return watched.end(answer, found -> found.kind().name().toLowerCase(Locale.ROOT),
        found -> found.siblings().versions().size());
  }

  private Future<Written> put(Operation.Put put, long begunMillis) {
    int size = put.content().body().size();
    if (size > config.limits().valueBytes()) {
      throw new OperationFailure(Kind.TOO_LARGE, "the value has " + size + " bytes, and the limit is "
          + config.limits().valueBytes(), "store less under one key, or raise limits.valueBytes on every node");
    }
    Content content = expiring(put);
    var write = new Write("put", put.key(), put.context(), put.request(), Optional.of(content));
    return put.onlyIfAbsent()
        ? nothingAt(put, begunMillis).compose(nothing -> write(write, put.options(), begunMillis))
        : write(write, put.options(), begunMillis);
  }

  /**
   * The content with the time at which it expires, which is settled here, once: all replicas of it, and all who mint it, have the
   * same.
   */
  private Content expiring(Operation.Put put) {
    long asked = put.options().ttlMillis();
    if (asked < 0 || asked > Options.MAX_TTL_MILLIS) {
      throw new OperationFailure(Kind.INVALID, "a ttl of " + asked + " ms is not between 1 ms and a hundred years",
          "leave it out for what lives as long as the bucket says");
    }
    long ttl = asked != Options.DEFAULT_TTL ? asked : config.bucket(put.key().bucket()).ttlMillis();
    return ttl == Options.DEFAULT_TTL ? put.content() : put.content().expiringAt(env.scheduler().wallMillis() + ttl);
  }

  /** Fails if a read finds a value that is not this very request's own, stored by an earlier try. */
  private Future<Void> nothingAt(Operation.Put put, long begunMillis) {
    return get(new Operation.Get(put.key(), put.options().ofReadBefore()), begunMillis).map(found -> {
      boolean live = found.kind() == Found.Kind.VALUE || found.kind() == Found.Kind.SIBLINGS;
      if (live && found.siblings().dotOf(put.request()) == null) {
        throw new OperationFailure(Kind.PRECONDITION_FAILED, "there is a value already", "read it, and write with its context");
      }
      return null;
    });
  }

  private Future<Written> delete(Operation.Delete delete, long begunMillis) {
    var write = new Write("delete", delete.key(), delete.context(), delete.request(), Optional.empty());
    return write(write, delete.options(), begunMillis);
  }

  /** What is to be written; empty content deletes. */
  private record Write(String verb, Key key, CausalContext past, RequestId request, Optional<Content> content) {}

  private Future<Written> write(Write write, Options options, long begunMillis) {
    Plan plan = Plan.forWrite(write.key(), options, config, ring, begunMillis);
    var watched = new Watched(write.verb(), write.key(), plan, options.explain());
    RequestId request = write.request().isNone() ? newRequest() : write.request();
    var mint = new Request.Mint(write.key(), write.past(), request, write.content(), Optional.empty());
    Future<Written> answer = watched.inLatestEra(attempts -> new WriteRound(env, background, plan, mint,
        new Candidates(plan, liveness), attempts, config.quorum().replicaTimeoutMillis()).run(options.explain()));
    return watched.end(answer, written -> "ok", written -> 1);
  }

  private Future<Restored> restore(Operation.Restore restore, long begunMillis) {
    Plan plan = Plan.forWrite(restore.key(), restore.options(), config, ring, begunMillis);
    var watched = new Watched("restore", restore.key(), plan, restore.options().explain());
    Future<Restored> answer = watched.inLatestEra(attempts -> {
      var slots = new Slots(background, plan, restore.key(), restore.siblings(), Reason.RESTORE, new Candidates(plan, liveness),
          attempts);
      return new RestoreRound(plan, slots, attempts).run(restore.options().explain());
    });
    return watched.end(answer, restored -> "ok", restored -> restore.siblings().versions().size());
  }

  /** For a client that named none: its write may still be minted twice by this coordinator. */
  private RequestId newRequest() {
    return new RequestId(env.random().nextLong(), env.random().nextLong() | 1);
  }

  private long eraOf(Plan plan) {
    return eras.getOrDefault(plan.list().partition(), Request.FIRST_ERA);
  }

  /** One operation as the event log sees it. */
  private final class Watched {
    private final String op = opPrefix + ++operations;
    private final String verb;
    private final Key key;
    private final Plan plan;
    private final boolean explain;
    private Attempts attempts;
    private final long startedMicros = env.scheduler().nowMicros();

    Watched(String verb, Key key, Plan plan, boolean explain) {
      this.verb = verb;
      this.key = key;
      this.plan = plan;
      this.explain = explain;
      this.attempts = new Attempts(
          env, liveness, op, key, config.quorum().replicaTimeoutMillis(), plan.deadlineMillis(), eraOf(plan));
      List<NodeId> primaries = plan.list().primaries();
      env.events().emit(new Event.OperationStarted(op, verb, key, primaries, plan.quorum()));
    }

    /** Does it, and does it anew where it failed because it had begun in an era that is over by now. */
    <R> Future<R> inLatestEra(Function<Attempts, Future<R>> round) {
      return inLatestEra(round, ERAS_TRIED, Effect.NOT_APPLIED);
    }

    private <R> Future<R> inLatestEra(Function<Attempts, Future<R>> round, int triesLeft, Effect before) {
      return round.apply(attempts).transform(ended -> {
        long latest = attempts.latestEra();
        if (latest != Request.FIRST_ERA) {
          eras.merge(plan.list().partition(), latest, Math::max);
        }
        if (ended.succeeded()) {
          return Future.succeededFuture(ended.result());
        }
        Throwable failure = ended.cause() instanceof OperationFailure known ? known.after(before) : ended.cause();
        if (latest == attempts.era() || triesLeft == 1) {
          return Future.failedFuture(failure);
        }
        attempts = attempts.anew();
        return inLatestEra(round, triesLeft - 1, failure instanceof OperationFailure known ? known.effect() : Effect.UNKNOWN);
      });
    }

    <R> Future<R> end(Future<R> answer, Function<R, String> outcome, ToIntFunction<R> siblings) {
      return answer.transform(result -> {
        String word = result.succeeded() ? outcome.apply(result.result()) : Event.OperationEnded.FAILED;
        String detail = result.succeeded() ? "" : String.valueOf(result.cause().getMessage());
        int count = result.succeeded() ? siblings.applyAsInt(result.result()) : 0;
        long tookMicros = env.scheduler().nowMicros() - startedMicros;
        env.events().emit(new Event.OperationEnded(op, verb, key, word, detail, tookMicros, count));
        return result.succeeded() ? Future.succeededFuture(result.result()) : Future.failedFuture(explained(result.cause()));
      });
    }

    private Throwable explained(Throwable failure) {
      return explain && failure instanceof OperationFailure known
          ? known.explainedBy(attempts.explain(plan, List.of(), List.of()))
          : failure;
    }
  }
}
