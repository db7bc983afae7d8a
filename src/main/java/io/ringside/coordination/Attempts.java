package io.ringside.coordination;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.env.Env;
import io.ringside.env.Mishap;
import io.ringside.event.Event;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.operation.Explanation;
import io.ringside.operation.Explanation.Attempt;
import io.ringside.version.CausalContext;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** One operation's requests to nodes: sends them, remembers how each went, and can tell. Not safe for more than one thread. */
final class Attempts {
  private final Env env;
  private final Liveness liveness;
  private final String op;
  private final Key key;
  private final long replicaLimitMillis;
  private final long deadlineMillis;
  private final long startedMillis;
  private final long era;
  private final List<Part> parts;
  private long latestEra;

  private Attempts(
      Env env, Liveness liveness, String op, Key key, long replicaLimitMillis, long deadlineMillis, long startedMillis, long era,
      List<Part> parts) {
    this.env = env;
    this.liveness = liveness;
    this.op = op;
    this.key = key;
    this.replicaLimitMillis = replicaLimitMillis;
    this.deadlineMillis = deadlineMillis;
    this.startedMillis = startedMillis;
    this.era = era;
    this.latestEra = era;
    this.parts = parts;
  }

  Attempts(Env env, Liveness liveness, String op, Key key, long replicaLimitMillis, long deadlineMillis, long era) {
    this(env, liveness, op, key, replicaLimitMillis, deadlineMillis, env.scheduler().nowMillis(), era, new ArrayList<>());
  }

  /** Those of the same operation, which begins anew in the latest era that anybody has named. */
  Attempts anew() {
    return new Attempts(env, liveness, op, key, replicaLimitMillis, deadlineMillis, startedMillis, latestEra, parts);
  }

  /** In which the operation began: whatever it writes says so. */
  long era() {
    return era;
  }

  /** The latest that anybody has named. */
  long latestEra() {
    return latestEra;
  }

  /** Takes note of a no that names a later era; completes as the request did. */
  <R> Future<R> noticing(Future<R> sent) {
    return sent.recover(failure -> {
      if (failure instanceof Failure.Outdated outdated) {
        latestEra = Math.max(latestEra, outdated.era());
      }
      return Future.failedFuture(failure);
    });
  }

  /** Completes as the first does, or, where that fails so that another node may do, as the second does, which is begun then. */
  static <R> Future<R> orAnother(Future<R> first, Supplier<Future<R>> second) {
    return first.recover(failure -> Failure.leadsToFallback(failure) ? second.get() : Future.failedFuture(failure));
  }

  /** One node's part while it lasts. */
  private static final class Part {
    private final NodeId node;
    private final Optional<NodeId> standsInFor;
    private final long sentMillis;
    private boolean answered;
    private String outcome = "pending";
    private String reason = "";
    private CausalContext context = CausalContext.EMPTY;
    private long tookMillis;

    Part(NodeId node, Optional<NodeId> standsInFor, long sentMillis) {
      this.node = node;
      this.standsInFor = standsInFor;
      this.sentMillis = sentMillis;
    }
  }

  long remainingMillis() {
    return deadlineMillis - env.scheduler().nowMillis();
  }

  private long tookMillis() {
    return env.scheduler().nowMillis() - startedMillis;
  }

  /**
   * Completes as {@link io.ringside.env.Transport#send} does; {@code outcome} is the word for success, {@code held} what the
   * answer says the node has. Fails at once, as unavailable, when the operation's time is over. Only silence for a replica's
   * whole limit counts against a node: an impatient client says nothing about it.
   */
  <R> Future<R> send(
      NodeId to, Optional<NodeId> standsInFor, Request.Keyed<R> request, String outcome, Function<R, Siblings> held) {
    long patience = env.mishaps().at(Mishap.IMPATIENCE) ? 1 : replicaLimitMillis;
    long limit = Math.min(patience, remainingMillis());
    if (limit <= 0) {
      return Future.failedFuture(new Failure.Unavailable("no time was left to ask " + to));
    }
    var part = new Part(to, standsInFor, env.scheduler().nowMillis());
    parts.add(part);
    liveness.asked(to);
    return noticing(env.transport().send(to, request.inEra(era), limit)).transform(result -> {
      if (result.succeeded()) {
        liveness.answered(to, env.scheduler().nowMillis() - part.sentMillis);
        part.answered = true;
        part.context = held.apply(result.result()).context();
        ended(part, outcome, "");
        return Future.succeededFuture(result.result());
      }
      if (result.cause() instanceof Failure.Unreachable && limit == replicaLimitMillis) {
        liveness.wasSilent(to);
      } else if (result.cause() instanceof Failure.Unavailable && !(result.cause() instanceof Failure.Declined)) {
        liveness.failed(to);
      } else {
        liveness.leftOpen(to);
      }
      ended(part, outcomeOf(result.cause()), String.valueOf(result.cause().getMessage()));
      return Future.failedFuture(result.cause());
    });
  }

  /**
   * Completes with the node if it serves, though it seemed not to; fails if it is silent for a replica's whole limit, or does not
   * serve. Nothing is stored by it.
   */
  Future<NodeId> look(NodeId suspect) {
    long limit = Math.min(replicaLimitMillis, remainingMillis());
    if (limit <= 0) {
      return Future.failedFuture(new Failure.Unavailable("no time was left to look for " + suspect));
    }
    var part = new Part(suspect, Optional.empty(), env.scheduler().nowMillis());
    parts.add(part);
    return env.transport().send(suspect, new Request.ShowStatus(), limit).transform(result -> {
      if (result.succeeded() && result.result().ready()) {
        liveness.isThere(suspect);
        ended(part, "there", "it was looked for before anything was stored");
        return Future.succeededFuture(suspect);
      }
      Throwable why = result.succeeded() ? new Failure.Unavailable(suspect + " does not serve") : result.cause();
      ended(part, outcomeOf(why), String.valueOf(why.getMessage()));
      return Future.failedFuture(why);
    });
  }

  /** A primary that was not asked, since nobody believes that it would answer. */
  void skipped(NodeId suspect) {
    var part = new Part(suspect, Optional.empty(), env.scheduler().nowMillis());
    parts.add(part);
    ended(part, "suspect", "not asked: it is suspected to be down");
  }

  private void ended(Part part, String outcome, String reason) {
    part.outcome = outcome;
    part.reason = reason;
    part.tookMillis = env.scheduler().nowMillis() - part.sentMillis;
    String standsInFor = part.standsInFor.map(NodeId::name).orElse("");
    env.events().emit(new Event.OperationReply(op, key, part.node, standsInFor, outcome, part.tookMillis));
  }

  private static String outcomeOf(Throwable failure) {
    if (failure instanceof Failure.Unreachable) {
      return "silent";
    }
    if (failure instanceof Failure.Outdated) {
      return "outdated";
    }
    return failure instanceof Failure.Unavailable ? "unavailable" : "refused";
  }

  /** How it all came about; {@code counted} are the nodes whose answer the client's answer rests on. */
  Explanation explain(Plan plan, List<NodeId> counted, List<NodeId> repaired) {
    List<Attempt> attempts = parts.stream()
        .map(part -> new Attempt(part.node, part.standsInFor, part.outcome, part.reason, part.context, part.tookMillis,
            part.answered && counted.contains(part.node), repaired.contains(part.node)))
        .toList();
    return new Explanation(env.self(), plan.list().partition(), plan.list().primaries(), plan.list().fallbacks(),
        plan.quorum(), plan.primaries(), attempts, tookMillis());
  }
}
