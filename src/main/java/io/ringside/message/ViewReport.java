package io.ringside.message;

import io.ringside.NodeId;
import io.ringside.membership.Member;
import io.ringside.PackedMap;
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
}
