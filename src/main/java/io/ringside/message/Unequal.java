package io.ringside.message;

import io.ringside.merkle.TreeId;
import java.util.List;

/** The trees, of those that were asked about, whose roots are not the same at both nodes. */
public record Unequal(List<TreeId> trees) {
  public Unequal {
    trees = List.copyOf(trees);
  }
}
