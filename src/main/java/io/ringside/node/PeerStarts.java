package io.ringside.node;

import io.ringside.NodeId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;

/** The highest start of each peer that this node has heard of, so that it can tell a peer that forgets. */
final class PeerStarts {
  private final Memory memory;
  private final SortedMap<NodeId, Long> unremembered = new TreeMap<>();

  PeerStarts(Memory memory) {
    this.memory = memory;
  }

  /** It is remembered with the next {@link #remember}. */
  void heard(NodeId peer, long start) {
    unremembered.put(peer, start);
  }

  /** Completes when each start that was heard of is on disk; what failed before is tried again. */
  Future<Void> remember() {
    var remembering = new ArrayList<Future<Void>>();
    new TreeMap<>(unremembered).forEach((peer, start) -> remembering.add(memory.rememberStart(peer, start).map(remembered -> {
      unremembered.remove(peer, start);
      return null;
    })));
    return Future.join(remembering).mapEmpty();
  }
}
