package io.ringside.message;

import io.ringside.NodeId;
import io.ringside.version.Siblings;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** One node's own record of a key, and the hints it keeps of it, by target. */
public record Inspection(Held own, SortedMap<NodeId, Siblings> hints) {
  public Inspection {
    hints = Collections.unmodifiableSortedMap(new TreeMap<>(hints));
  }
}
