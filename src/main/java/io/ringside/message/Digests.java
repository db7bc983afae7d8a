package io.ringside.message;

import io.ringside.merkle.MerkleTree;
import java.util.List;

/** One level of a tree, or of one of its branches: {@link MerkleTree#FAN_OUT} digests. */
public record Digests(List<Long> digests) {
  public Digests {
    digests = List.copyOf(digests);
    if (digests.size() != MerkleTree.FAN_OUT) {
      throw new IllegalArgumentException("A level has " + MerkleTree.FAN_OUT + " digests, not " + digests.size());
    }
  }
}
