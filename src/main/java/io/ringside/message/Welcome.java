package io.ringside.message;

import io.ringside.membership.ClusterView;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a peer tells a starting node. Immutable.
 *
 * @param rememberedStart the node's highest start number that it remembers (0: never heard of)
 * @param view the peer's
 * @param reaped what the peer knows of partitions that were reaped
 */
public record Welcome(long rememberedStart, ClusterView view, SortedMap<Integer, Reaped> reaped) {
  public Welcome {
    reaped = Collections.unmodifiableSortedMap(new TreeMap<>(reaped));
  }

  public Welcome(long rememberedStart, ClusterView view) {
    this(rememberedStart, view, Collections.emptySortedMap());
  }
}
