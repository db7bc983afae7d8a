package io.ringside.coordination;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.coordination.Tally.Outcome;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.message.Failure;
import io.ringside.message.Held;
import io.ringside.message.Request;
import io.ringside.operation.Found;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.repair.ReadRepair;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One read: one node per slot is asked, R answers are merged, and what the rest lacks is sent to it afterwards. */
final class ReadRound {
  /*
   * As in a write, a slot is filled by its primary or by a fallback in its place. With fanout=all every slot starts at once; with
   * fanout=quorum only as many as are needed do, and the next one starts when a slot fails, or when the answer is late and the
   * budget allows.
   *
   * Nothing found is an answer only if a primary says so that has not lost its data: an empty fallback knows nothing.
   */
  private final Env env;
  private final Background background;
  private final ReadRepair repair;
  private final HedgeBudget hedges;
  private final long hedgeAfterMillis;
  private final Plan plan;
  private final Key key;
  private final boolean notFoundOk;
  private final Candidates candidates;
  private final Attempts attempts;
  private final List<Promise<Answer>> slots = new ArrayList<>();
  private int started;

  ReadRound(
      Env env, Background background, ReadRepair repair, HedgeBudget hedges, long hedgeAfterMillis, Plan plan, Operands operands) {
    this.env = env;
    this.background = background;
    this.repair = repair;
    this.hedges = hedges;
    this.hedgeAfterMillis = hedgeAfterMillis;
    this.plan = plan;
    this.key = operands.key();
    this.notFoundOk = operands.notFoundOk();
    this.candidates = operands.candidates();
    this.attempts = operands.attempts();
    plan.list().primaries().forEach(primary -> slots.add(Promise.promise()));
  }

  /** What belongs to this one read. */
  record Operands(Key key, boolean notFoundOk, Candidates candidates, Attempts attempts) {}

  private record Answer(NodeId from, NodeId primary, Held held) {
    boolean byPrimary() {
      return from.equals(primary);
    }
  }

  /** Completes with the merged answer of R nodes, PR primaries among them; fails with an {@link OperationFailure}. */
  Future<Found> run(boolean explain) {
    hedges.earn();
    List<Future<Answer>> answers = slots.stream().map(Promise::future).toList();
    int atFirst = plan.fanoutAll() ? slots.size() : Math.max(plan.quorum(), plan.primaries());
    while (started < atFirst) {
      startNext();
    }
    Future<List<Answer>> reached = Quorum.until(answers, this::judge);
    hedgeWhileWaiting(reached);
    Future<List<Answer>> settled = explain ? everyStarted().compose(all -> reached) : reached;
    background.run("read repair", reached.transform(any -> everyStarted()).compose(this::repairStale));
    return settled
        .map(counted -> found(counted, explain))
        .recover(failure -> Future.failedFuture(failure instanceof Quorum.OutOfReach missed ? missed(missed) : failure));
  }

  private void startNext() {
    int slot = started++;
    NodeId primary = plan.list().primaries().get(slot);
    ask(primary).onComplete(slots.get(slot));
    slots.get(slot).future().onFailure(failure -> startAnother());
  }

  private void startAnother() {
    if (started < slots.size()) {
      startNext();
    }
  }

  private void hedgeWhileWaiting(Future<?> reached) {
    if (started < slots.size()) {
      env.scheduler().after(hedgeAfterMillis, () -> {
        if (!reached.isComplete() && started < slots.size() && hedges.spend()) {
          startNext();
          hedgeWhileWaiting(reached);
        }
      });
    }
  }

  private Future<Answer> ask(NodeId primary) {
    if (!candidates.isSuspect(primary)) {
      return read(primary, primary).recover(failure ->
          Failure.leadsToFallback(failure) ? askFallback(primary) : Future.failedFuture(failure));
    }
    attempts.skipped(primary);
    return askFallback(primary).recover(failure ->
        Failure.leadsToFallback(failure) ? read(primary, primary) : Future.failedFuture(failure));
  }

  private Future<Answer> askFallback(NodeId primary) {
    Optional<NodeId> fallback = candidates.nextFallback();
    if (fallback.isEmpty()) {
      return Future.failedFuture(new Failure.Unreachable("no fallback is left for " + primary));
    }
    return read(fallback.get(), primary).recover(failure ->
        Failure.leadsToFallback(failure) ? askFallback(primary) : Future.failedFuture(failure));
  }

  private Future<Answer> read(NodeId node, NodeId primary) {
    Optional<NodeId> standsInFor = node.equals(primary) ? Optional.empty() : Optional.of(primary);
    return attempts.send(node, standsInFor, new Request.Read(key), "read", Held::siblings)
        .map(held -> new Answer(node, primary, held));
  }

  private Outcome judge(List<Answer> answers, int failures) {
    int all = slots.size();
    int byPrimaries = (int) answers.stream().filter(Answer::byPrimary).count();
    var enough = new Tally(plan.quorum(), all, answers.size(), failures);
    var primaries = new Tally(plan.primaries(), all, byPrimaries, failures + answers.size() - byPrimaries);
    Outcome counted = enough.outcomeWith(primaries);
    if (counted != Outcome.REACHED || canTell(answers)) {
      return counted;
    }
    startAnother();
    return answers.size() + failures == all ? Outcome.OUT_OF_REACH : Outcome.PENDING;
  }

  private boolean canTell(List<Answer> answers) {
    return notFoundOk
        || answers.stream().anyMatch(answer -> answer.byPrimary() && answer.held().synchronised())
        || !merged(answers).isEmpty();
  }

  private static Siblings merged(List<Answer> answers) {
    return answers.stream().map(answer -> answer.held().siblings()).reduce(Siblings.NONE, Siblings::merge);
  }

  /** All answers of the slots that were started, once those have ended. */
  private Future<List<Answer>> everyStarted() {
    return Quorum.all(slots.subList(0, started).stream().map(Promise::future).toList());
  }

  private Future<Void> repairStale(List<Answer> answers) {
    return repair.bringUpToDate(key, merged(answers), stale(answers));
  }

  private static List<NodeId> stale(List<Answer> answers) {
    return ReadRepair.stale(merged(answers), answers.stream()
        .filter(Answer::byPrimary)
        .map(answer -> new ReadRepair.Answer(answer.from(), answer.held().siblings()))
        .toList());
  }

  private Found found(List<Answer> counted, boolean explain) {
    if (!explain) {
      return new Found(merged(counted), Optional.empty());
    }
    List<Answer> all = slots.stream().map(Promise::future).filter(Future::succeeded).map(Future::result).toList();
    List<NodeId> nodes = counted.stream().map(Answer::from).toList();
    return new Found(merged(counted), Optional.of(attempts.explain(plan, nodes, stale(all))));
  }

  private OperationFailure missed(Quorum.OutOfReach missed) {
    List<Answer> answers = slots.stream().map(Promise::future).filter(Future::succeeded).map(Future::result).toList();
    long byPrimaries = answers.stream().filter(Answer::byPrimary).count();
    if (answers.size() < plan.quorum()) {
      String why = missed.failures().stream().findFirst().map(failure -> ": " + failure.getMessage()).orElse("");
      return new OperationFailure(Kind.QUORUM_MISSED,
          "only " + answers.size() + " of the " + plan.quorum() + " nodes that r asks for have answered" + why,
          "try again, or ask for a smaller r");
    }
    if (byPrimaries < plan.primaries()) {
      return new OperationFailure(Kind.QUORUM_MISSED,
          "only " + byPrimaries + " of the " + plan.primaries() + " primaries that pr asks for have answered",
          "try again, or ask for a smaller pr");
    }
    return new OperationFailure(Kind.CANNOT_TELL,
        "nothing was found, but no synchronised primary of the key answered, so there may be something",
        "try again when a primary is back, or accept it with notfound_ok=true");
  }
}
