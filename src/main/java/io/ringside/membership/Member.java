package io.ringside.membership;

import io.ringside.NodeId;

/**
 * What is believed of one node. Immutable. Of two beliefs the one with the higher incarnation is newer; within an incarnation the
 * worse status is, since only the node itself can refute it, by a higher incarnation.
 */
public record Member(NodeId node, long incarnation, Status status) {
  /** From good to bad: within one incarnation a later one overrides an earlier one. */
  public enum Status { ALIVE, SUSPECT, DEAD }

  /** How many refutations one start has room for; the bits above count starts, so a restart never loses to its own past. */
  private static final int REFUTATION_BITS = 20;

  /** How far a start may be ahead of what is known of its node: one start a second for twelve days. */
  private static final long MOST_STARTS_AHEAD = 1 << 20;

  public Member {
    if (incarnation < 0) {
      throw new IllegalArgumentException("An incarnation is not negative: " + incarnation);
    }
  }

  /** The first incarnation of a node's {@code start}-th start. */
  public static long firstIncarnation(long start) {
    return start << REFUTATION_BITS;
  }

  /** Of a node that nobody has heard of yet: alive until shown otherwise. */
  public static Member unheard(NodeId node) {
    return new Member(node, 0, Status.ALIVE);
  }

  /** Which start of its node this incarnation belongs to; 0 if never heard. */
  public long start() {
    return incarnation >>> REFUTATION_BITS;
  }

  /**
   * False of a start number that no node can have reached since its {@code knownStart}: bytes went wrong somewhere. Whoever took
   * it for true would pass over all that the node really says of itself, and no refutation could be above it.
   */
  public static boolean isCredibleStart(long start, long knownStart) {
    return start - MOST_STARTS_AHEAD <= knownStart;
  }

  public boolean isAlive() {
    return status == Status.ALIVE;
  }

  public boolean overrides(Member other) {
    return incarnation != other.incarnation ? incarnation > other.incarnation : status.compareTo(other.status) > 0;
  }

  public Member newer(Member other) {
    return other.overrides(this) ? other : this;
  }

  public Member with(Status worse) {
    return new Member(node, incarnation, worse);
  }
}
