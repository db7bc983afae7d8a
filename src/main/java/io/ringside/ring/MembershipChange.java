package io.ringside.ring;

import io.ringside.NodeId;
import java.util.Comparator;

/**
 * One explicit act that changes who owns the ring: who did it, when, and to which node. Immutable.
 *
 * <p>Ordered by Lamport time, then by origin, so that every node folds the same changes in the same order. What is left
 * to compare only breaks ties among the changes that one origin commits together.
 */
public sealed interface MembershipChange extends Comparable<MembershipChange> {
  Comparator<MembershipChange> ORDER = Comparator.comparingLong(MembershipChange::time)
      .thenComparing(MembershipChange::origin)
      .thenComparingInt(MembershipChange::rank)
      .thenComparing(MembershipChange::node)
      .thenComparing(MembershipChange::argument);

  /**
   * The Lamport time of the act. Changes of one time are claimed together: they are one commit, or acts that knew nothing
   * of each other.
   */
  long time();

  /** The node through which the act came in. */
  NodeId origin();

  /** The node that is changed. */
  NodeId node();

  /** Where this kind comes among the changes that one origin commits together. Never change: it is part of the fold. */
  int rank();

  /** What else tells two changes of one kind apart; only compared. */
  default String argument() {
    return "";
  }

  /** The roster after this change. A change that makes no sense any more, such as a second join, changes nothing. */
  Roster applyTo(Roster roster);

  @Override
  default int compareTo(MembershipChange other) {
    return ORDER.compare(this, other);
  }

  /** The node becomes a member, with weight 1 and in no zone until told otherwise. */
  record Join(long time, NodeId origin, NodeId node) implements MembershipChange {
    @Override
    public int rank() {
      return 0;
    }

    @Override
    public Roster applyTo(Roster roster) {
      return roster.joined(node);
    }
  }

  /** The replacement, a new member, takes over the node's partitions, weight and zone; nothing else moves. */
  record Replace(long time, NodeId origin, NodeId node, NodeId replacement) implements MembershipChange {
    @Override
    public int rank() {
      return 1;
    }

    @Override
    public String argument() {
      return replacement.name();
    }

    @Override
    public Roster applyTo(Roster roster) {
      return roster.replaced(node, replacement);
    }
  }

  /** The node stops being a member. The last member stays: a ring without owners would lose every key. */
  record Leave(long time, NodeId origin, NodeId node) implements MembershipChange {
    @Override
    public int rank() {
      return 2;
    }

    @Override
    public Roster applyTo(Roster roster) {
      return roster.left(node);
    }
  }

  /** The node's share of the partitions becomes proportional to the weight. */
  record Weight(long time, NodeId origin, NodeId node, int weight) implements MembershipChange {
    public Weight {
      Roster.Seat.checkWeight(weight);
    }

    @Override
    public int rank() {
      return 3;
    }

    @Override
    public String argument() {
      return Integer.toString(weight);
    }

    @Override
    public Roster applyTo(Roster roster) {
      return roster.weighed(node, weight);
    }
  }

  /** The node stands in a zone (a rack, a room), whose nodes may fail together; the empty zone is none. */
  record Zone(long time, NodeId origin, NodeId node, String zone) implements MembershipChange {
    @Override
    public int rank() {
      return 4;
    }

    @Override
    public String argument() {
      return zone;
    }

    @Override
    public Roster applyTo(Roster roster) {
      return roster.placed(node, zone);
    }
  }
}
