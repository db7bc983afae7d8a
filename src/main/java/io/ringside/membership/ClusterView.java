package io.ringside.membership;

import io.ringside.NodeId;
import io.ringside.PackedMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** Who is in the cluster, and in what state, as one node believes. Immutable; a changed belief costs one copy of an array. */
public record ClusterView(SortedMap<NodeId, Member> members) {
  public static final ClusterView EMPTY = new ClusterView(PackedMap.empty());

  private static final int STATUSES = Member.Status.values().length;

  public ClusterView {
    members = PackedMap.copyOf(members);
  }

  /** A founding roster of which nobody has been heard yet. */
  public static ClusterView founding(Collection<NodeId> roster) {
    var members = new PackedMap.Builder<NodeId, Member>(roster.size());
    new TreeSet<>(roster).forEach(node -> members.put(node, Member.unheard(node)));
    return new ClusterView(members.build());
  }

  public boolean knows(NodeId node) {
    return members.containsKey(node);
  }

  /** The belief about a node of the cluster; asking about a stranger is a programmer's error. */
  public Member of(NodeId node) {
    Member member = members.get(node);
    if (member == null) {
      throw new IllegalArgumentException("Not a member: " + node);
    }
    return member;
  }

  public boolean isAlive(NodeId node) {
    Member member = members.get(node);
    return member != null && member.isAlive();
  }

  /** Keeps the newer belief about a node; strangers are not let in this way. */
  public ClusterView with(Member belief) {
    Member old = members.get(belief.node());
    if (old == null || !belief.overrides(old)) {
      return this;
    }
    return new ClusterView(PackedMap.copyOf(members).with(belief.node(), belief));
  }

  /** The same for equal views and, but for a chance of one in 2⁶⁴, for no others: to ask whether there is anything new. */
  public long fingerprint() {
    long print = members.size();
    for (Member member : members.values()) {
      print = mixed(mixed(print, member.node().name().hashCode()), member.incarnation() * STATUSES + member.status().ordinal());
    }
    return print;
  }

  private static long mixed(long print, long number) {
    return Long.rotateLeft(print ^ number, 29) * 0x9e3779b97f4a7c15L;
  }

  /** What the other believes of members here that overrides what is believed here; most of the time little or nothing. */
  public List<Member> newerIn(ClusterView other) {
    if (members.equals(other.members)) {
      return List.of();
    }
    var newer = new ArrayList<Member>();
    other.members.forEach((node, belief) -> {
      Member ours = members.get(node);
      if (ours != null && belief.overrides(ours)) {
        newer.add(belief);
      }
    });
    return newer;
  }

  /** Keeps the newer belief about each node. Commutative, associative and idempotent. */
  public ClusterView merge(ClusterView other) {
    return new ClusterView(PackedMap.copyOf(members).mergedWith(PackedMap.copyOf(other.members), Member::newer));
  }
}
