package io.ringside.config;

import java.util.List;

/**
 * Which cluster this is and who founded it. Equal on every member, or they refuse one another. Immutable.
 *
 * @param id a name for the whole cluster; members with another id are strangers and are refused, so that a staging
 *     node cannot join production by a wrong address
 * @param members the founding roster, all of it on every member, each as {@code name=host:busPort}; empty means this
 *     node alone. A shorter list than the others have makes this node an island
 * @param partitions arcs of the hash ring, Q; never change on data that exists. About 32 per member spread load within
 *     a few percent. Larger: finer balance and smaller transfers, but more Merkle trees and a longer ring; smaller:
 *     the reverse
 * @param joinPortOffset Hazelcast listens on the bus port plus this. Any value that keeps the two ports apart serves
 */
public record ClusterConfig(
    @Knob("ringside") String id,
    @Knob("") List<Founder> members,
    @Knob(value = "256", min = 1, max = 65_536) int partitions,
    @Knob(value = "1000", min = 1, max = 60_000) int joinPortOffset) {

  public ClusterConfig {
    members = List.copyOf(members);
  }
}
