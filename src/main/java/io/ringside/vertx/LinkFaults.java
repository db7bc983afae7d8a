package io.ringside.vertx;

import io.ringside.NodeId;
import io.ringside.fault.FaultPlan;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * What the fault plan makes of the messages of a real network. Nothing is broken unless the node was started with faults allowed.
 */
record LinkFaults(Supplier<FaultPlan> plan) {
  static final LinkFaults NONE = new LinkFaults(() -> FaultPlan.NONE);

  enum Fate { DELIVERED, LATE, LOST }

  Fate fateOf(NodeId from, NodeId to) {
    FaultPlan now = plan.get();
    if (now == FaultPlan.NONE) {
      return Fate.DELIVERED;
    }
    if (now.blocks(from, to)) {
      return Fate.LOST;
    }
    if (from.equals(to)) {
      return Fate.DELIVERED;
    }
    if (now.loss() > 0 && ThreadLocalRandom.current().nextDouble() < now.loss()) {
      return Fate.LOST;
    }
    return now.extraDelayMillis() > 0 ? Fate.LATE : Fate.DELIVERED;
  }

  long extraDelayMillis() {
    return plan.get().extraDelayMillis();
  }
}
