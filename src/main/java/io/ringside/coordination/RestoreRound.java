package io.ringside.coordination;

import io.ringside.coordination.Slots.Filled;
import io.ringside.operation.Restored;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * One restore: what was once held of a key, carried to one node per slot, which merges it, until W of them have it. Nothing is
 * minted, so that it may be done any number of times.
 */
final class RestoreRound {
  private final Plan plan;
  private final Slots slots;
  private final Attempts attempts;

  RestoreRound(Plan plan, Slots slots, Attempts attempts) {
    this.plan = plan;
    this.slots = slots;
    this.attempts = attempts;
  }

  /**
   * Completes when W nodes have it; fails with an {@link io.ringside.operation.OperationFailure}. A slot that finds nobody is left
   * to anti-entropy: there is no minter to leave a hint with.
   */
  Future<Restored> run(boolean explain) {
    List<Future<Filled>> filling = plan.list().primaries().stream().map(slots::fill).toList();
    return slots.enough(filling, explain).map(filled -> new Restored(filled.size(), explain
        ? Optional.of(attempts.explain(plan, filled.stream().map(Filled::node).toList(), List.of()))
        : Optional.empty()));
  }
}
