package io.ringside.vertx;

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

  /** What leads outside of all nodes crosses no link between two of them, so only a node that is silenced says nothing there. */
  Fate fateOf(BusAddress from, BusAddress to) {
    FaultPlan now = plan.get();
    LinkTroubles bad = troubles.get();
    if (now == FaultPlan.NONE && bad == LinkTroubles.NONE) {
      return Fate.DELIVERED;
    }
    if (to.isOutside()) {
      return now.silenced().contains(from.node()) ? Fate.LOST : Fate.DELIVERED;
    }
    if (now.blocks(from.node(), to.node())) {
      return Fate.LOST;
    }
    if (from.node().equals(to.node())) {
      return Fate.DELIVERED;
    }
    if (happens(now.loss()) || happens(bad.on(from.node(), to.node()).loss())) {
      return Fate.LOST;
    }
    return lateMillis(from, to) > 0 ? Fate.LATE : Fate.DELIVERED;
  }

  private static boolean happens(double chance) {
    return chance > 0 && ThreadLocalRandom.current().nextDouble() < chance;
  }

  /** How much later a message of this way is. */
  long lateMillis(BusAddress from, BusAddress to) {
    return plan.get().extraDelayMillis() + troubles.get().on(from.node(), to.node()).delayMillis();
  }
}
