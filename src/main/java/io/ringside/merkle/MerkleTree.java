package io.ringside.merkle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Digests of all entries of one partition, in leaves, branches and a root: two replicas that differ find out where in three looks.
 * Immutable; a change copies a few hundred bytes.
 *
 * <p>Source: Dynamo (SOSP 2007), section 4.7; the sums are Bellare and Micciancio's AdHash (EUROCRYPT 1997).
 */
public final class MerkleTree {
  /*
   * A node's digest is the sum, modulo 2^64, of the digests of all entries below it. So it does not depend on the order in which
   * they came, one entry can be taken out or replaced without a look at the others, and no node has to be computed anew. A sum of
   * 64 bits is no defence against somebody who makes up records in order to hide them; it need not be: he could as well not
   * write them.
   */
  /** Branches below the root, and leaves below each branch. Never change: nodes compare by number. */
  public static final int FAN_OUT = 32;

  public static final int LEAVES = FAN_OUT * FAN_OUT;

  private static final long[] NOTHING = new long[FAN_OUT];

  /** Of a partition that holds nothing. */
  public static final MerkleTree EMPTY = empty();

  private final long root;
  private final long[] branches;
  private final long[][] leaves;

  private MerkleTree(long root, long[] branches, long[][] leaves) {
    this.root = root;
    this.branches = branches;
    this.leaves = leaves;
  }

  private static MerkleTree empty() {
    var leaves = new long[FAN_OUT][];
    Arrays.fill(leaves, NOTHING);
    return new MerkleTree(0, NOTHING, leaves);
  }

  /** In which leaf a key lies, by its position on the ring: the lowest bits, since the highest say which partition. Never change. */
  public static int leafOf(long position) {
    return (int) (position & (LEAVES - 1));
  }

  /** The tree in which an entry of a leaf has another digest than before; 0 stands for an entry that is not there. */
  public MerkleTree with(int leaf, long before, long after) {
    if (before == after) {
      return this;
    }
    long change = after - before;
    int branch = leaf / FAN_OUT;
    long[] newBranches = branches.clone();
    newBranches[branch] += change;
    long[][] newLeaves = leaves.clone();
    newLeaves[branch] = leaves[branch].clone();
    newLeaves[branch][leaf % FAN_OUT] += change;
    return new MerkleTree(root + change, newBranches, newLeaves);
  }

  public long root() {
    return root;
  }

  public long leaf(int leaf) {
    return leaves[leaf / FAN_OUT][leaf % FAN_OUT];
  }

  public List<Long> branches() {
    return Arrays.stream(branches).boxed().toList();
  }

  public List<Long> leavesOf(int branch) {
    return Arrays.stream(leaves[branch]).boxed().toList();
  }

  /** The numbers at which two lists of digests differ, in order; both have {@link #FAN_OUT}. */
  public static List<Integer> differences(List<Long> one, List<Long> other) {
    if (one.size() != FAN_OUT || other.size() != FAN_OUT) {
      throw new IllegalArgumentException("Two lists of " + FAN_OUT + " digests can be compared, not of " + one.size() + " and " + other.size());
    }
    var differing = new ArrayList<Integer>();
    for (int i = 0; i < FAN_OUT; i++) {
      if (!one.get(i).equals(other.get(i))) {
        differing.add(i);
      }
    }
    return differing;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MerkleTree that && root == that.root && Arrays.deepEquals(leaves, that.leaves);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(root);
  }

  @Override
  public String toString() {
    return "tree " + Long.toHexString(root);
  }
}
