package io.ringside.merkle;

import java.util.ArrayList;
import java.util.List;

/** A run of neighbouring leaves of one tree, both ends included. Immutable. */
public record Leaves(int first, int last) {
  public Leaves {
    if (first < 0 || first > last || last >= MerkleTree.LEAVES) {
      throw new IllegalArgumentException("No run of leaves goes from " + first + " to " + last);
    }
  }

  /** The runs that these leaves make up; they come in ascending order. */
  public static List<Leaves> runsOf(List<Integer> leaves) {
    var runs = new ArrayList<Leaves>();
    for (int leaf : leaves) {
      int end = runs.size() - 1;
      if (end >= 0 && runs.get(end).last() == leaf - 1) {
        runs.set(end, new Leaves(runs.get(end).first(), leaf));
      } else {
        runs.add(new Leaves(leaf, leaf));
      }
    }
    return runs;
  }
}
