package io.ringside.ring;

import io.ringside.NodeId;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who keeps the keys of one partition, in order: first the primaries, then those that stand in for them. Immutable.
 *
 * @param primaries the first N distinct nodes on the walk; fewer than N only if the cluster has fewer members
 * @param fallbacks every other member, in the order of the walk
 * @param walk each partition visited, clockwise, until all members that own any have been met
 */
public record PreferenceList(int partition, List<NodeId> primaries, List<NodeId> fallbacks, List<Step> walk) {
  public PreferenceList {
    primaries = List.copyOf(primaries);
    fallbacks = List.copyOf(fallbacks);
    walk = List.copyOf(walk);
    if (Stream.concat(primaries.stream(), fallbacks.stream()).distinct().count() < primaries.size() + fallbacks.size()) {
      throw new IllegalArgumentException(
          "A node is in a preference list once, but partition " + partition + " has " + primaries + ", " + fallbacks);
    }
  }

  /** All members: primaries, then fallbacks. */
  public List<NodeId> nodes() {
    return Stream.concat(primaries.stream(), fallbacks.stream()).toList();
  }

  public boolean isPrimary(NodeId node) {
    return primaries.contains(node);
  }

  /** What the walk makes of one partition's owner. */
  public enum Role { PRIMARY, FALLBACK, SKIPPED }

  /** One partition on the walk; {@link Role#SKIPPED} if its owner has been met before. */
  public record Step(int partition, NodeId node, Role role) {}
}
