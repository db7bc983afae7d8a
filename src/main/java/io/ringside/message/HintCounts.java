package io.ringside.message;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a node's hints since it started: {@code found + created = delivered + rerouted + pending}. Immutable.
 *
 * @param found on its disk when it started
 * @param created since; one that grows is still one
 * @param delivered to the primary that they were for
 * @param rerouted to the present owners, since the one that they were for no longer is one
 * @param dropped not kept for want of room, by reason: anti-entropy repairs what these would have
 */
public record HintCounts(long found, long created, long delivered, long rerouted, SortedMap<String, Long> dropped) {
  public static final HintCounts NONE = new HintCounts(0, 0, 0, 0, new TreeMap<>());

  public HintCounts {
    if (found < 0 || created < 0 || delivered < 0 || rerouted < 0 || delivered + rerouted > found + created) {
      throw new IllegalArgumentException("Of " + found + " + " + created + " hints " + delivered + " cannot be delivered and "
          + rerouted + " rerouted");
    }
    dropped = Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
  }

  /** How many must be waiting. */
  public long pending() {
    return found + created - delivered - rerouted;
  }
}
