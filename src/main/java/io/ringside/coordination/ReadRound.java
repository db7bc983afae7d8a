package io.ringside.coordination;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.QuorumConfig;
import io.ringside.coordination.Tally.Outcome;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.event.Event;
import io.ringside.message.Ack;
import io.ringside.message.Failure;
import io.ringside.message.Held;
import io.ringside.message.Request;
import io.ringside.operation.Found;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.repair.ReadRepair;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One read: one node per slot is asked, R answers are merged, and what the rest lacks is sent to it afterwards, or, if the client
 * wants that, before it is answered.
 */
final class ReadRound {
  /*
   * As in a write, a slot is filled by its primary or by a fallback in its place. With fanout=all every slot starts at once; with
   * fanout=quorum only as many as are needed do, and the next one starts when those under way can no longer be enough, or when
   * the answer is late and the budget allows.
   *
   * What is mended afterwards is paid for from a budget, and what is beyond it is left to anti-entropy: a node that has lost its
   * disk shall not be filled by those who read from it in a hurry. What a client waits for is not.
   *
   * Nothing found is an answer only if a primary says so that has not lost its data: an empty fallback knows nothing.
   */
  private final Env env;
  private final Background background;
  private final ReadRepair repair;
  private final Budgets budgets;
  private final long hedgeAfterMillis;
  private final long replicaLimitMillis;
  private final Plan plan;
  private final Key key;
  private final boolean notFoundOk;
  private final Candidates candidates;
  private final Attempts attempts;
  private final List<Future<Answer>> started = new ArrayList<>();
  private Optional<WriteBack> writeBack = Optional.empty();
  private Optional<List<NodeId>> mended = Optional.empty();
  private final Quorum.Vote<Answer> vote = new Quorum.Vote<>(this::judge);

  ReadRound(
      Env env, Background background, ReadRepair repair, Budgets budgets, QuorumConfig quorum, Plan plan, Operands operands) {
    this.env = env;
    this.background = background;
    this.repair = repair;
    this.budgets = budgets;
    this.hedgeAfterMillis = quorum.hedgeAfterMillis();
    this.replicaLimitMillis = quorum.replicaTimeoutMillis();
    this.plan = plan;
    this.key = operands.key();
    this.notFoundOk = operands.notFoundOk();
    this.candidates = operands.candidates();
    this.attempts = operands.attempts();
  }

  /** What belongs to this one read. */
  record Operands(Key key, boolean notFoundOk, Candidates candidates, Attempts attempts) {}

  /** What all reads of a coordinator share. */
  record Budgets(Budget hedges, Budget repairs) {}

  private record Answer(NodeId from, NodeId primary, Held held) {
    boolean byPrimary() {
      return from.equals(primary);
    }
  }

  /** Completes with the merged answer of R nodes, PR primaries among them; fails with an {@link OperationFailure}. */
  Future<Found> run(boolean explain) {
    budgets.hedges().earn();
    budgets.repairs().earn();
    vote.look();
    while (plan.fanoutAll() && started.size() < slots()) {
      startNext();
    }
    hedgeWhileWaiting();
    Future<List<Answer>> reached = vote.verdict().andThen(decided -> candidates.decided());
    Future<List<Answer>> settled = explain ? reached.eventually(this::everyStarted) : reached;
    Future<List<Answer>> safe = plan.writeBack() == 0 ? settled : settled.compose(this::writtenBack);
    background.run("read repair", safe.transform(any -> everyStarted()).compose(this::repairStale));
    return safe
        .map(counted -> found(counted, explain))
        .recover(failure -> Future.failedFuture(failure instanceof Quorum.OutOfReach missed ? missed(missed) : failure));
  }

  private int slots() {
    return plan.list().primaries().size();
  }

  private void startNext() {
    Future<Answer> slot = ask(plan.list().primaries().get(started.size()));
    background.watch("a slot of a read", slot);
    started.add(slot);
    vote.add(slot);
  }

  private void hedgeWhileWaiting() {
    if (started.size() < slots()) {
      env.scheduler().after(hedgeAfterMillis, () -> {
        if (!vote.isDecided() && started.size() < slots() && budgets.hedges().spend()) {
          startNext();
          hedgeWhileWaiting();
        }
      });
    }
  }

  private Future<Answer> ask(NodeId primary) {
    if (!candidates.isSuspect(primary)) {
      return Attempts.orAnother(
          read(primary, primary), () -> askStandIn(primary, candidates::nextFallback, () -> lastResort(primary)));
    }
    attempts.skipped(primary);
    candidates.skip(primary);
    return askStandIn(primary, candidates::nextFallback, () -> candidates.takeSkipped(primary)
        ? Attempts.orAnother(read(primary, primary), () -> lastResort(primary)) : lastResort(primary));
  }

  private Future<Answer> lastResort(NodeId primary) {
    return askStandIn(primary, candidates::nextSuspect,
        () -> Future.failedFuture(new Failure.Unreachable("no node is left in place of " + primary)));
  }

  private Future<Answer> askStandIn(NodeId primary, Supplier<Optional<NodeId>> next, Supplier<Future<Answer>> rest) {
    return next.get().map(node -> Attempts.orAnother(
        read(node, candidates.isPrimary(node) ? node : primary), () -> askStandIn(primary, next, rest))).orElseGet(rest);
  }

  private Future<Answer> read(NodeId node, NodeId primary) {
    Optional<NodeId> standsInFor = node.equals(primary) ? Optional.empty() : Optional.of(primary);
    return attempts.send(node, standsInFor, new Request.Read(key), "read", Held::siblings)
        .map(held -> new Answer(node, primary, held));
  }

  /** Counts the answers, and starts as many slots as it takes for those under way to be enough. */
  private Outcome judge(List<Answer> answers, int failures) {
    Outcome counted = count(answers, failures);
    if (counted == Outcome.PENDING) {
      int lacking = Math.max(plan.quorum() - answers.size(), plan.primaries() - byPrimaries(answers));
      int underWay = started.size() - answers.size() - failures;
      int wanted = Math.min(started.size() + Math.max(1, lacking) - underWay, slots());
      while (started.size() < wanted) {
        startNext();
      }
    }
    return counted;
  }

  private Outcome count(List<Answer> answers, int failures) {
    int byPrimaries = byPrimaries(answers);
    var enough = new Tally(plan.quorum(), slots(), answers.size(), failures);
    var primaries = new Tally(plan.primaries(), slots(), byPrimaries, failures + answers.size() - byPrimaries);
    Outcome counted = enough.outcomeWith(primaries);
    if (counted != Outcome.REACHED || canTell(answers)) {
      return counted;
    }
    return answers.size() + failures == slots() ? Outcome.OUT_OF_REACH : Outcome.PENDING;
  }

  private static int byPrimaries(List<Answer> answers) {
    return (int) answers.stream().filter(Answer::byPrimary).count();
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
    return Quorum.all(started);
  }

  /** Completes with the same answers, once enough primaries have what they say together. */
  private Future<List<Answer>> writtenBack(List<Answer> counted) {
    Siblings read = merged(counted);
    if (read.equals(Siblings.NONE)) {
      return Future.succeededFuture(counted);
    }
    List<NodeId> having = answered().stream()
        .filter(answer -> answer.byPrimary() && answer.held().siblings().merge(read).equals(answer.held().siblings()))
        .map(Answer::from).toList();
    Stream<NodeId> lacking = answered().stream().filter(Answer::byPrimary).map(Answer::from);
    List<NodeId> behind = Stream.concat(lacking, plan.list().primaries().stream())
        .filter(node -> !having.contains(node)).distinct().toList();
    var round = new WriteBack(this::bring, read, having.size(), behind, plan.writeBack());
    writeBack = Optional.of(round);
    return round.run().transform(done -> done.succeeded()
        ? Future.succeededFuture(counted)
        : Future.failedFuture(done.cause() instanceof Quorum.OutOfReach ? notWrittenBack(having.size() + round.brought().size())
            : done.cause()));
  }

  private Future<Ack> bring(NodeId node, Siblings read) {
    long limit = Math.min(replicaLimitMillis, attempts.remainingMillis());
    return limit <= 0
        ? Future.failedFuture(new Failure.Unavailable("no time was left to bring it to " + node))
        : attempts.noticing(repair.bring(node, key, read, attempts.era(), limit));
  }

  private OperationFailure notWrittenBack(int primaries) {
    return new OperationFailure(Kind.QUORUM_MISSED,
        "only " + primaries + " of the " + plan.writeBack() + " primaries have what was read that repair=blocking asks for",
        "try again when a primary is back, or read with repair=background");
  }

  private Future<Void> repairStale(List<Answer> answers) {
    return attempts.noticing(repair.bringUpToDate(key, merged(answers), mended(answers), attempts.era()));
  }

  /** Whom the budget allows to mend when all have answered; decided once. */
  private List<NodeId> mended(List<Answer> answers) {
    if (mended.isEmpty()) {
      mended = Optional.of(stale(merged(answers), answers).stream().filter(this::isAffordable).toList());
    }
    return mended.get();
  }

  private boolean isAffordable(NodeId stale) {
    boolean affordable = budgets.repairs().spend();
    if (!affordable) {
      env.events().emit(new Event.ReadRepairSkipped(key, stale));
    }
    return affordable;
  }

  private List<NodeId> stale(Siblings newest, List<Answer> answers) {
    return ReadRepair.stale(newest, answers.stream().filter(Answer::byPrimary).map(this::asItIsNow).toList());
  }

  /** What a primary answered, and what it was sent since. */
  private ReadRepair.Answer asItIsNow(Answer answer) {
    Siblings held = answer.held().siblings();
    return new ReadRepair.Answer(answer.from(),
        writeBack.filter(round -> round.brought().contains(answer.from())).map(round -> held.merge(round.read())).orElse(held));
  }

  private Found found(List<Answer> counted, boolean explain) {
    if (!explain) {
      return new Found(merged(counted), Optional.empty());
    }
    List<NodeId> nodes = counted.stream().map(Answer::from).toList();
    var repaired = new ArrayList<>(mended(answered()));
    writeBack.ifPresent(round -> repaired.addAll(round.brought()));
    return new Found(merged(counted), Optional.of(attempts.explain(plan, nodes, repaired)));
  }

  private List<Answer> answered() {
    return started.stream().filter(Future::succeeded).map(Future::result).toList();
  }

  private OperationFailure missed(Quorum.OutOfReach missed) {
    List<Answer> answers = answered();
    int byPrimaries = byPrimaries(answers);
    if (answers.size() < plan.quorum()) {
      String why = missed.failures().stream().findFirst().map(failure -> ": " + failure.getMessage()).orElse("");
      return new OperationFailure(Kind.QUORUM_MISSED,
          missed.failures().size() + " of the " + slots() + " replicas cannot answer, and r asks for " + plan.quorum() + why,
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
