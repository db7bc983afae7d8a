package io.ringside.coordination;

import io.ringside.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Who is asked in which order: live nodes before suspects, primaries before fallbacks, and no node in two slots. Shared by the
 * slots of one operation. Not safe for more than one thread.
 */
final class Candidates {
  private final Liveness liveness;
  private final List<NodeId> primaries;
  private final Deque<NodeId> fallbacks = new ArrayDeque<>();
  private final boolean suspectsAreNeeded;

  Candidates(Plan plan, Liveness liveness) {
    this.liveness = liveness;
    this.primaries = plan.list().primaries();
    this.suspectsAreNeeded = primaries.stream().filter(node -> !liveness.isSuspect(node)).count() < plan.primaries();
    plan.list().fallbacks().stream().filter(node -> !liveness.isSuspect(node)).forEach(fallbacks::add);
  }

  boolean isPrimary(NodeId node) {
    return primaries.contains(node);
  }

  /** True if a primary is not worth a try: all are where PR or PW cannot be met without those that seem to be down. */
  boolean isSuspect(NodeId primary) {
    return !suspectsAreNeeded && liveness.isSuspect(primary);
  }

  /** The next live fallback, which no other slot will get. */
  Optional<NodeId> nextFallback() {
    return Optional.ofNullable(fallbacks.poll());
  }

  /** A node that has its part already. */
  void taken(NodeId node) {
    fallbacks.remove(node);
  }

  /**
   * Everybody that may mint: the coordinator's own node if it is a primary, live primaries, live fallbacks, and, when there is
   * nobody else, suspected primaries.
   */
  Deque<NodeId> minters(NodeId self) {
    var order = new ArrayList<NodeId>();
    if (isPrimary(self)) {
      order.add(self);
    }
    primaries.stream().filter(node -> !isSuspect(node)).forEach(order::add);
    order.addAll(fallbacks);
    order.addAll(primaries);
    var seen = new TreeSet<NodeId>();
    order.removeIf(node -> !seen.add(node));
    return new ArrayDeque<>(order);
  }
}
