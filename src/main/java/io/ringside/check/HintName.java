package io.ringside.check;

import io.ringside.Key;
import io.ringside.NodeId;
import java.util.Comparator;

/** What a node keeps of one key for one target is one hint. */
record HintName(NodeId keeper, NodeId target, Key key) implements Comparable<HintName> {
  private static final Comparator<HintName> ORDER =
      Comparator.comparing(HintName::keeper).thenComparing(HintName::target).thenComparing(HintName::key);

  @Override
  public int compareTo(HintName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return keeper + "'s hint of " + key + " for " + target;
  }
}
