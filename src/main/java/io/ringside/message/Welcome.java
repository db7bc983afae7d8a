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
 * @param reaped in which era the peer knows each partition to have been reaped last
 */
public record Welcome(long rememberedStart, ClusterView view, SortedMap<Integer, Long> reaped) {
  public Welcome {
    reaped = Collections.unmodifiableSortedMap(new TreeMap<>(reaped));
  }

  public Welcome(long rememberedStart, ClusterView view) {
    this(rememberedStart, view, Collections.emptySortedMap());
  }
}
