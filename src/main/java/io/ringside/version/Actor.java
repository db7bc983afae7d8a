package io.ringside.version;

import io.ringside.NodeId;

/**
 * Who mints dots: a node in one of its epochs. The epoch is a random tag that a replica draws anew whenever it cannot be sure
 * of its own past, so that no dot is ever used twice. Immutable; ordered by node, then epoch.
 */
public record Actor(NodeId node, long epoch) implements Comparable<Actor> {
  /** The epoch of examples and tests, which is left out in print. */
  public static final long FIRST_EPOCH = 0;

  /** For tests and examples: a node in its first epoch. */
  public static Actor of(String node) {
    return new Actor(NodeId.of(node), FIRST_EPOCH);
  }

  @Override
  public int compareTo(Actor other) {
    if (this == other) {
      return 0;
    }
    int byNode = node.compareTo(other.node);
    return byNode != 0 ? byNode : Long.compareUnsigned(epoch, other.epoch);
  }

  /** As a record's own, written out: few things are compared more often. */
  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Actor that && epoch == that.epoch && node.equals(that.node);
  }

  @Override
  public int hashCode() {
    return 31 * node.hashCode() + Long.hashCode(epoch);
  }

  /** {@code n1~3k9f}: the node, and the epoch's lowest bits as people can tell them apart. */
  @Override
  public String toString() {
    return epoch == FIRST_EPOCH ? node.name() : node + "~" + shortEpoch();
  }

  private String shortEpoch() {
    String digits = Long.toUnsignedString(epoch, 36);
    return digits.substring(Math.max(0, digits.length() - 4));
  }
}
