package io.ringside.merkle;

/**
 * Which keys a tree is of: those of one partition whose buckets keep {@code n} copies, so that all have the same owners.
 * Immutable; ordered by partition, then n.
 */
public record TreeId(int partition, int n) implements Comparable<TreeId> {
  public TreeId {
    if (partition < 0 || n < 1) {
      throw new IllegalArgumentException("A tree is of a partition from 0 and of at least one copy, not of " + partition + " and " + n);
    }
  }

  @Override
  public int compareTo(TreeId other) {
    return partition != other.partition ? Integer.compare(partition, other.partition) : Integer.compare(n, other.n);
  }

  /** {@code 17/3}. */
  @Override
  public String toString() {
    return partition + "/" + n;
  }
}
