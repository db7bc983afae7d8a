package io.ringside.message;

import io.ringside.NodeId;
import io.ringside.PackedMap;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import java.util.SortedMap;

/** What one node believes of each, itself included. */
public record ViewReport(SortedMap<NodeId, Belief> beliefs) {
  /**
   * @param sinceMillis how long it has believed so
   * @param heardMillis how long ago it last heard from the node itself; -1: never
   */
  public record Belief(Member member, long sinceMillis, long heardMillis) {}

  public ViewReport {
    beliefs = PackedMap.copyOf(beliefs);
  }

  /** Who is in the cluster, as the node believes. */
  public ClusterView view() {
    var members = new PackedMap.Builder<NodeId, Member>(beliefs.size());
    beliefs.forEach((node, belief) -> members.put(node, belief.member()));
    return new ClusterView(members.build());
  }
}
