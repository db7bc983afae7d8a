package io.ringside.vertx;

import io.ringside.NodeId;
import io.ringside.fault.FaultPlan;
import io.ringside.fault.LinkTroubles;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * What faults make of the messages of a real network. Nothing is broken unless the node was started with faults allowed.
 */
record LinkFaults(Supplier<FaultPlan> plan, Supplier<LinkTroubles> troubles) {
  static final LinkFaults NONE = new LinkFaults(() -> FaultPlan.NONE, () -> LinkTroubles.NONE);

  enum Fate { DELIVERED, LATE, LOST }

  Fate fateOf(NodeId from, NodeId to) {
    FaultPlan now = plan.get();
    LinkTroubles bad = troubles.get();
    if (now == FaultPlan.NONE && bad == LinkTroubles.NONE) {
      return Fate.DELIVERED;
    }
    if (now.blocks(from, to)) {
      return Fate.LOST;
    }
    if (from.equals(to)) {
      return Fate.DELIVERED;
    }
    if (happens(now.loss()) || happens(bad.on(from, to).loss())) {
      return Fate.LOST;
    }
    return extraDelayMillis(from, to) > 0 ? Fate.LATE : Fate.DELIVERED;
  }

  private static boolean happens(double chance) {
    return chance > 0 && ThreadLocalRandom.current().nextDouble() < chance;
  }

  /** What a message is late by from one node to another. */
  long extraDelayMillis(NodeId from, NodeId to) {
    return plan.get().extraDelayMillis() + troubles.get().on(from, to).delayMillis();
  }
}
