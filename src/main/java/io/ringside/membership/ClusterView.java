package io.ringside.membership;

import io.ringside.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who is in the cluster, and in what state, as one node believes. Immutable. */
public record ClusterView(SortedMap<NodeId, Member> members) {
  public static final ClusterView EMPTY = new ClusterView(new TreeMap<>());

  public ClusterView {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
  }

  /** A founding roster of which nobody has been heard yet. */
  public static ClusterView founding(Collection<NodeId> roster) {
    var members = new TreeMap<NodeId, Member>();
    roster.forEach(node -> members.put(node, Member.unheard(node)));
    return new ClusterView(members);
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
    var changed = new TreeMap<>(members);
    changed.put(belief.node(), belief);
    return new ClusterView(changed);
  }

  /** Keeps the newer belief about each node. Commutative, associative and idempotent. */
  public ClusterView merge(ClusterView other) {
    var merged = new TreeMap<>(members);
    other.members.forEach((node, member) -> merged.merge(node, member, Member::newer));
    return new ClusterView(merged);
  }
}
