package io.ringside.fault;

import io.ringside.NodeId;
import java.util.Comparator;

/** One direction of one link, cut: what {@code from} sends never reaches {@code to}. Immutable. */
public record Cut(NodeId from, NodeId to) implements Comparable<Cut> {
  private static final Comparator<Cut> ORDER = Comparator.comparing(Cut::from).thenComparing(Cut::to);

  public Cut {
    if (from.equals(to)) {
      throw new IllegalArgumentException("No link leads from " + from + " to itself");
    }
  }

  @Override
  public int compareTo(Cut other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return from + "->" + to;
  }
}
