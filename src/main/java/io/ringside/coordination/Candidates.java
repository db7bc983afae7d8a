package io.ringside.coordination;

import io.ringside.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who is asked in which order: live nodes before suspects, primaries before fallbacks, and no node in two slots. A suspicion may
 * be wrong, so suspects come last, while the operation still needs somebody. Shared by the slots of one operation. Not safe for
 * more than one thread.
 */
final class Candidates {
  private final Liveness liveness;
  private final List<NodeId> primaries;
  private final Deque<NodeId> fallbacks = new ArrayDeque<>();
  private final Plan plan;
  private final boolean suspectsAreNeeded;
  private final SortedSet<NodeId> awayPrimaries = new TreeSet<>();
  private final Deque<NodeId> awayFallbacks = new ArrayDeque<>();
  private final Deque<NodeId> skippedPrimaries = new ArrayDeque<>();
  private final SortedSet<NodeId> foundThere = new TreeSet<>();
  private final SortedSet<NodeId> tried = new TreeSet<>();
  private boolean decided;

  Candidates(Plan plan, Liveness liveness) {
    this.liveness = liveness;
    this.plan = plan;
    this.primaries = plan.list().primaries();
    primaries.stream().filter(liveness::isSuspect).forEach(awayPrimaries::add);
    this.suspectsAreNeeded = !primariesSuffice();
    plan.list().fallbacks().forEach(node -> (liveness.isSuspect(node) ? awayFallbacks : fallbacks).add(node));
  }

  private boolean primariesSuffice() {
    return primaries.size() - awayPrimaries.size() >= plan.primaries();
  }

  private boolean nodesSuffice() {
    return primaries.size() - awayPrimaries.size() + fallbacks.size() >= plan.quorum();
  }

  /** Whether as many as are asked for seem to be there: primaries for PR or PW, any nodes for R or W. */
  boolean suffice() {
    return primariesSuffice() && nodesSuffice();
  }

  /** What is missing, in words. */
  String tooFew() {
    int there = primaries.size() - awayPrimaries.size();
    return primariesSuffice()
        ? "only " + (there + fallbacks.size()) + " of the " + plan.quorum() + " nodes that w asks for can be reached"
        : "only " + there + " of the " + plan.primaries() + " primaries that pw asks for can be reached";
  }

  /** Those that seem to be down, and without whom it cannot be done. */
  List<NodeId> missed() {
    var missed = new ArrayList<>(awayPrimaries);
    if (!nodesSuffice()) {
      missed.addAll(awayFallbacks);
    }
    return missed;
  }

  /** One that seemed to be down has answered: it is as good as any other now. */
  void isThere(NodeId node) {
    foundThere.add(node);
    awayPrimaries.remove(node);
    if (awayFallbacks.remove(node)) {
      fallbacks.add(node);
    }
  }

  /** One that seemed to be down was looked for, and does not answer. */
  void isAway(NodeId node) {
    awayFallbacks.remove(node);
  }

  /** The operation lacks nobody any more: nobody else is tried who seems to be down. */
  void decided() {
    decided = true;
  }

  boolean isDecided() {
    return decided;
  }

  /** A primary whose place is offered to fallbacks first. */
  void skip(NodeId primary) {
    skippedPrimaries.add(primary);
  }

  /** Whether a primary that was skipped is still there for its own place; no other slot will get it. */
  boolean takeSkipped(NodeId primary) {
    return skippedPrimaries.remove(primary);
  }

  boolean isPrimary(NodeId node) {
    return primaries.contains(node);
  }

  /** True if a primary is not worth a try: all are where PR or PW cannot be met without those that seem to be down. */
  boolean isSuspect(NodeId primary) {
    return !suspectsAreNeeded && !foundThere.contains(primary) && liveness.isSuspect(primary);
  }

  /** The next live fallback, which no other slot will get. */
  Optional<NodeId> nextFallback() {
    return Optional.ofNullable(fallbacks.poll());
  }

  /** The next fallback that seems to be down, which no other slot will get; nobody once the operation is decided. */
  Optional<NodeId> nextAwayFallback() {
    return decided ? Optional.empty() : Optional.ofNullable(awayFallbacks.poll());
  }

  /** The next of those that seem to be down, or of primaries that were skipped, whose own place others may fill. */
  Optional<NodeId> nextSuspect() {
    return decided ? Optional.empty() : nextAwayFallback().or(() -> Optional.ofNullable(skippedPrimaries.poll()));
  }

  /** Whether it was asked to mint. */
  boolean wasTried(NodeId node) {
    return tried.contains(node);
  }

  /** A node that has its part already, or had its chance. */
  void taken(NodeId node) {
    tried.add(node);
    fallbacks.remove(node);
    awayFallbacks.remove(node);
  }

  /**
   * Everybody that may mint: the coordinator's own node if it is a primary and well, live primaries, live fallbacks, and, when
   * there is nobody else, suspected primaries, and suspected fallbacks.
   */
  Deque<NodeId> minters(NodeId self) {
    var order = new ArrayList<NodeId>();
    if (isPrimary(self) && !isSuspect(self)) {
      order.add(self);
    }
    primaries.stream().filter(node -> !isSuspect(node)).forEach(order::add);
    order.addAll(fallbacks);
    order.addAll(primaries);
    order.addAll(awayFallbacks);
    var seen = new TreeSet<NodeId>();
    order.removeIf(node -> !seen.add(node));
    return new ArrayDeque<>(order);
  }
}
