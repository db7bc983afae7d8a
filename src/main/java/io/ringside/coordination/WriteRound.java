package io.ringside.coordination;

import io.ringside.NodeId;
import io.ringside.coordination.Slots.Filled;
import io.ringside.coordination.Tally.Outcome;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.message.Failure;
import io.ringside.message.Minted;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.operation.Written;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One write: minted by one node, then carried to one node per slot, until W of them have it.
 *
 * <p>Source: Dynamo (SOSP 2007), sections 4.5 and 4.6.
 */
final class WriteRound {
  /*
   * One slot, one future. A write has N slots, one per primary. The minter fills one too: its own, or that of the primary it
   * stands in for. If the first minter is silent another mints; should both have stored, the request id makes one write of the
   * two.
   *
   * Nothing is minted if it is known beforehand to be in vain: where fewer than W nodes, or fewer than PW primaries, seem to be
   * there, those that are missed are looked for first. Only if they do not answer either the write is refused, and then it is
   * certain that nobody has stored it. A wrong suspicion costs a round trip, not an answer.
   *
   * A slot that found nobody leaves a hint with the minter. It does not count: two copies on one node are one copy. But the
   * primary gets the write when it is back, though every other node was gone.
   */
  private final Env env;
  private final Background background;
  private final Plan plan;
  private final Request.Mint write;
  private final Candidates candidates;
  private final Attempts attempts;
  private final long replicaLimitMillis;
  private boolean perhapsStored;

  WriteRound(
      Env env, Background background, Plan plan, Request.Mint write, Candidates candidates, Attempts attempts,
      long replicaLimitMillis) {
    this.env = env;
    this.background = background;
    this.plan = plan;
    this.write = write;
    this.candidates = candidates;
    this.attempts = attempts;
    this.replicaLimitMillis = replicaLimitMillis;
  }

  /** Completes when W nodes, PW primaries among them, have stored; fails with an {@link OperationFailure}. */
  Future<Written> run(boolean explain) {
    return muster()
        .compose(enough -> mint(candidates.minters(env.self())))
        .compose(first -> replicate(first, explain));
  }

  /** Completes if enough nodes are there, at once if none is missed. */
  private Future<?> muster() {
    if (candidates.suffice()) {
      return Future.succeededFuture();
    }
    List<Future<NodeId>> looks = candidates.missed().stream()
        .map(missed -> attempts.look(missed).recover(silent -> {
          candidates.isAway(missed);
          return Future.failedFuture(silent);
        })).toList();
    return Quorum.until(looks, (there, failures) -> {
      there.forEach(candidates::isThere);
      return candidates.suffice() ? Outcome.REACHED
          : there.size() + failures == looks.size() ? Outcome.OUT_OF_REACH : Outcome.PENDING;
    }).recover(failure -> Future.failedFuture(failure instanceof Quorum.OutOfReach ? tooFew() : failure));
  }

  private OperationFailure tooFew() {
    return new OperationFailure(Kind.QUORUM_MISSED, candidates.tooFew(),
        "nothing was stored; try again, at a node that reaches more of them, or ask for less", Effect.NOT_APPLIED, 0);
  }

  /** The first node that mints, what it minted, and the place it fills. */
  private record First(Filled place, Minted minted) {}

  private Future<First> mint(Deque<NodeId> minters) {
    NodeId minter = minters.poll();
    if (minter == null) {
      return Future.failedFuture(nobodyMinted());
    }
    Optional<NodeId> standsInFor = candidates.isPrimary(minter) ? Optional.empty() : Optional.of(absentPrimary());
    var mint = new Request.Mint(write.key(), write.past(), write.request(), write.content(), standsInFor);
    candidates.taken(minter);
    return attempts.send(minter, standsInFor, mint, "minted", Minted::siblings)
        .map(minted -> new First(new Filled(minter, standsInFor.orElse(minter)), minted))
        .recover(failure -> {
          perhapsStored |= failure instanceof Failure.Unreachable
              || failure instanceof Failure.Unavailable && !minter.equals(env.self());
          return Failure.leadsToFallback(failure) ? mint(minters) : Future.failedFuture(refused(failure));
        });
  }

  /** The primary whose place a fallback takes: one that is suspected, else the last. */
  private NodeId absentPrimary() {
    List<NodeId> primaries = plan.list().primaries();
    return primaries.stream().filter(candidates::isSuspect).findFirst().orElse(primaries.get(primaries.size() - 1));
  }

  private Future<Written> replicate(First first, boolean explain) {
    Siblings siblings = first.minted().siblings();
    var slots = new Slots(background, plan, write.key(), siblings, Reason.WRITE, candidates, attempts);
    NodeId placed = first.place().primary();
    if (!candidates.wasTried(placed)) {
      slots.passedOver(first.place());
    }
    List<Future<Filled>> filling = plan.list().primaries().stream()
        .map(primary -> primary.equals(placed)
            ? Future.succeededFuture(first.place())
            : fill(slots, primary, first))
        .toList();
    return slots.enough(filling, explain).map(filled -> written(first.minted(), filled, explain));
  }

  private Future<Filled> fill(Slots slots, NodeId primary, First first) {
    return slots.fill(primary).recover(failure -> {
      if (Failure.leadsToFallback(failure)) {
        background.run("leave a hint", leaveHint(primary, first.place().node(), first.minted().siblings()));
      }
      return Future.failedFuture(failure);
    });
  }

  private Future<?> leaveHint(NodeId primary, NodeId holder, Siblings siblings) {
    return env.transport().send(holder, new Request.Hint(primary, write.key(), siblings, attempts.era()), replicaLimitMillis);
  }

  private Written written(Minted minted, List<Filled> filled, boolean explain) {
    List<NodeId> counted = filled.stream().map(Filled::node).toList();
    return new Written(minted.dot(), write.past().with(minted.dot()),
        explain ? Optional.of(attempts.explain(plan, counted, List.of())) : Optional.empty());
  }

  private OperationFailure nobodyMinted() {
    return new OperationFailure(Kind.QUORUM_MISSED, "no node of the preference list could take the write",
        "try again with the same request id", perhapsStored ? Effect.UNKNOWN : Effect.NOT_APPLIED, 0);
  }

  /*
   * A key that is full today may have room tomorrow, and a network may deliver one request twice: what was refused for a limit may
   * still be stored by a copy that comes late. So may what another node could not take, which was only just starting. Any other
   * refusal stands.
   */
  private OperationFailure refused(Throwable failure) {
    if (failure instanceof Failure.Refused refused && refused.why() == Failure.Refused.Why.LIMIT) {
      return new OperationFailure(Kind.TOO_LARGE, refused.getMessage(),
          "read the key and write with the context that comes with it", Effect.UNKNOWN, 0);
    }
    return new OperationFailure(Kind.REFUSED, String.valueOf(failure.getMessage()), "look at that node's log",
        perhapsStored ? Effect.UNKNOWN : Effect.NOT_APPLIED, 0);
  }
}
