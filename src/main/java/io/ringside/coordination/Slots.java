package io.ringside.coordination;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.coordination.Tally.Outcome;
import io.ringside.env.Background;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The places of what is carried to the owners of a key, one per primary: each is filled by its primary or, while that cannot take
 * it, by a fallback with a hint. A refusal fills nothing and leads nowhere. Not safe for more than one thread.
 *
 * <p>Source: Dynamo (SOSP 2007), sections 4.5 and 4.6.
 */
final class Slots {
  private final Background background;
  private final Plan plan;
  private final Key key;
  private final Siblings siblings;
  private final Reason reason;
  private final Candidates candidates;
  private final Attempts attempts;
  private final Deque<Future<Filled>> passedOver = new ArrayDeque<>();

  Slots(
      Background background, Plan plan, Key key, Siblings siblings, Reason reason, Candidates candidates, Attempts attempts) {
    this.background = background;
    this.plan = plan;
    this.key = key;
    this.siblings = siblings;
    this.reason = reason;
    this.candidates = candidates;
    this.attempts = attempts;
  }

  /** A slot that is filled: the node that stored, and whose place it is. */
  record Filled(NodeId node, NodeId primary) {
    boolean byPrimary() {
      return node.equals(primary);
    }
  }

  /**
   * Completes when the primary's place is filled, by whoever it may be; fails as the last that was asked, once all who could be were.
   */
  Future<Filled> fill(NodeId primary) {
    if (!candidates.isSuspect(primary)) {
      Future<Filled> filled = Attempts.orAnother(store(primary), () -> standIn(primary));
      return Attempts.orAnother(filled, () -> lastResort(primary));
    }
    attempts.skipped(primary);
    Future<Filled> filled = standIn(primary);
    passedOver.add(filled);
    return Attempts.orAnother(Attempts.orAnother(filled, () -> store(primary)), () -> lastResort(primary));
  }

  /** The place is filled, but its primary was not asked: it may be there after all. */
  void passedOver(Filled place) {
    passedOver.add(Future.succeededFuture(place));
  }

  /** The place of a primary is offered to one live fallback after the other. */
  private Future<Filled> standIn(NodeId primary) {
    return candidates.nextFallback().map(node -> Attempts.orAnother(hint(node, primary), () -> standIn(primary)))
        .orElseGet(() -> Future.failedFuture(new Failure.Unreachable("no fallback is left for " + primary)));
  }

  /** Who seems to be down is tried: fallbacks, then primaries that were passed over. */
  private Future<Filled> lastResort(NodeId primary) {
    return candidates.nextAwayFallback().map(node -> hint(node, primary))
        .or(() -> nextPassedOver().map(place -> relieve(place, primary)))
        .map(filled -> Attempts.orAnother(filled, () -> lastResort(primary)))
        .orElseGet(() -> Future.failedFuture(new Failure.Unreachable("no node is left in place of " + primary)));
  }

  private Optional<Future<Filled>> nextPassedOver() {
    return candidates.isDecided() ? Optional.empty() : Optional.ofNullable(passedOver.poll());
  }

  /**
   * The primary that was passed over takes its place itself, and its stand-in keeps a hint for the other. Two copies of one place
   * would be one copy when the hint has come home.
   */
  private Future<Filled> relieve(Future<Filled> place, NodeId other) {
    return place.recover(failure -> Future.failedFuture(new Failure.Unreachable("it has no stand-in either")))
        .compose(taken -> store(taken.primary())
            .compose(stored -> hint(taken.node(), other))
            .map(kept -> new Filled(taken.primary(), other)));
  }

  private Future<Filled> store(NodeId primary) {
    var store = new Request.Store(key, siblings, reason);
    return attempts.send(primary, Optional.empty(), store, "stored", ack -> siblings).map(ack -> new Filled(primary, primary));
  }

  private Future<Filled> hint(NodeId fallback, NodeId primary) {
    var hint = new Request.Hint(primary, key, siblings);
    return attempts.send(fallback, Optional.of(primary), hint, "hinted", ack -> siblings)
        .map(ack -> new Filled(fallback, primary));
  }

  /**
   * Completes when W of these are filled, PW by their primaries, or with all of them if all are to be waited for; fails with an
   * {@link OperationFailure}. What is left over goes on.
   */
  Future<List<Filled>> enough(List<Future<Filled>> slots, boolean all) {
    slots.forEach(slot -> background.watch("a slot of a write", slot));
    Future<List<Filled>> reached = Quorum.until(slots, (filled, failures) -> judge(slots.size(), filled, failures))
        .andThen(decided -> candidates.decided());
    Future<List<Filled>> settled = all ? Quorum.all(slots).compose(ended -> reached) : reached;
    return settled.recover(failure -> failure instanceof Quorum.OutOfReach
        ? Quorum.all(slots).compose(filled -> Future.failedFuture(missed(filled)))
        : Future.failedFuture(failure));
  }

  private Outcome judge(int slots, List<Filled> filled, int failures) {
    int byPrimaries = (int) filled.stream().filter(Filled::byPrimary).count();
    var all = new Tally(plan.quorum(), slots, filled.size(), failures);
    var primaries = new Tally(plan.primaries(), slots, byPrimaries, failures + filled.size() - byPrimaries);
    return all.outcomeWith(primaries);
  }

  private OperationFailure missed(List<Filled> filled) {
    long byPrimaries = filled.stream().filter(Filled::byPrimary).count();
    String reason = filled.size() < plan.quorum()
        ? "only " + filled.size() + " of the " + plan.quorum() + " nodes that w asks for have stored it"
        : "only " + byPrimaries + " of the " + plan.primaries() + " primaries that pw asks for have stored it";
    return new OperationFailure(Kind.QUORUM_MISSED, reason,
        "it may become visible later; try again with the same request id, or ask for less", Effect.UNKNOWN, filled.size());
  }
}
