package io.ringside.ring;

import io.ringside.NodeId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Every membership change ever heard of; nodes that know the same changes compute the same ring.
 * Immutable. Merging is commutative, associative and idempotent: a grow-only set.
 */
public record MembershipHistory(SortedSet<MembershipChange> changes) {
  public static final MembershipHistory EMPTY = new MembershipHistory(new TreeSet<>());

  public MembershipHistory {
    changes = Collections.unmodifiableSortedSet(new TreeSet<>(changes));
  }

  /** The joins at time zero, each by the founder itself, with which every cluster begins. */
  public static MembershipHistory founding(SortedSet<NodeId> roster) {
    var joins = new TreeSet<MembershipChange>();
    roster.forEach(node -> joins.add(new MembershipChange.Join(0, node, node)));
    return new MembershipHistory(joins);
  }

  public MembershipHistory with(MembershipChange... more) {
    return plus(Arrays.asList(more));
  }

  public MembershipHistory merge(MembershipHistory other) {
    return plus(other.changes);
  }

  private MembershipHistory plus(Collection<MembershipChange> more) {
    var all = new TreeSet<>(changes);
    all.addAll(more);
    return new MembershipHistory(all);
  }

  /** The Lamport time of the latest change, -1 if there is none; the next change takes a later one. */
  public long latestTime() {
    return changes.isEmpty() ? -1 : changes.last().time();
  }

  /**
   * Folds the changes, in order, into the ring they lead to. All changes of one Lamport time make one step, and each step
   * moves as little as it can from the ring before it.
   *
   * @throws IllegalStateException if nobody has joined yet
   */
  public ConsistentHashRing ring(int partitions, int replicas) {
    var fold = new Fold(partitions, replicas);
    MembershipChange last = null;
    for (MembershipChange change : changes) {
      if (last != null && last.time() != change.time()) {
        fold.claim();
      }
      fold.apply(change);
      last = change;
    }
    fold.claim();
    return new ConsistentHashRing(fold.roster.members(), fold.owners, replicas);
  }

  /** The roster and the owners so far. */
  private static final class Fold {
    private final int partitions;
    private final int replicas;
    private Roster roster = Roster.EMPTY;
    private List<NodeId> owners = List.of();

    private Fold(int partitions, int replicas) {
      this.partitions = partitions;
      this.replicas = replicas;
    }

    private void apply(MembershipChange change) {
      if (change instanceof MembershipChange.Replace replace && roster.replaces(replace.node(), replace.replacement())) {
        owners = owners.stream().map(node -> node.equals(replace.node()) ? replace.replacement() : node).toList();
      }
      roster = change.applyTo(roster);
    }

    private void claim() {
      if (roster.seats().isEmpty()) {
        throw new IllegalStateException("Nobody has joined, so nobody can own the ring");
      }
      owners = Claim.owners(owners, roster, partitions, replicas);
    }
  }
}
