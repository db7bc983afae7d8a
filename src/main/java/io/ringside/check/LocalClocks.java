package io.ringside.check;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * I5: what a replica knows of a key only grows, unless it is on record that the node lost data; after that it mints under a new
 * epoch. Costs the size of each record that changes. Not safe for more than one thread.
 */
public final class LocalClocks implements EventCheck {
  private final TreeMap<NodeId, Integer> losses = new TreeMap<>();
  private final TreeMap<NodeId, TreeMap<Key, Known>> known = new TreeMap<>();
  private final List<Violation> violations = new ArrayList<>();

  /** Of one record: what it last said, after how many losses, and the epochs that its node minted under, before and since. */
  private static final class Known {
    private CausalContext context = CausalContext.EMPTY;
    private int losses;
    private final TreeSet<Actor> distrusted = new TreeSet<>();
    private final TreeSet<Actor> current = new TreeSet<>();
  }

  /** To be told when a node's disk is lost or rolled back on purpose; a node that finds out by itself says so in an event. */
  public void lostData(NodeId node) {
    losses.merge(node, 1, Integer::sum);
  }

  @Override
  public void saw(LoggedEvent logged) {
    if (logged.event() instanceof Event.Amnesia) {
      lostData(logged.node());
    } else if (logged.event() instanceof Event.Stored stored) {
      stored(logged, stored);
    }
  }

  private void stored(LoggedEvent logged, Event.Stored stored) {
    NodeId node = logged.node();
    Known before = known.computeIfAbsent(node, first -> new TreeMap<>()).computeIfAbsent(stored.key(), first -> new Known());
    CausalContext now = stored.siblings().context();
    int lossesNow = losses.getOrDefault(node, 0);
    if (before.losses != lossesNow) {
      before.losses = lossesNow;
      before.distrusted.addAll(before.current);
      before.current.clear();
    } else if (!now.covers(before.context)) {
      violations.add(new Violation("I5", node + " forgot some of " + stored.key() + " at " + logged.atMillis()
          + " ms, and no loss of data is on record: it knew " + before.context + " and now knows " + now));
    }
    stored.minted().ifPresent(dot -> minted(logged, stored.key(), dot, before));
    before.context = now;
  }

  private void minted(LoggedEvent logged, Key key, Dot dot, Known before) {
    if (before.distrusted.contains(dot.actor())) {
      violations.add(new Violation("I5", logged.node() + " minted " + dot + " of " + key + " at " + logged.atMillis()
          + " ms under an epoch from before it lost data: it may have minted that dot already"));
    }
    before.current.add(dot.actor());
  }

  @Override
  public List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }
}
