package io.ringside.check;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * I10 at the moment it happens: what a node has reaped, and what that had superseded, it does not store again, though somebody
 * overwrites it later. Not safe for more than one thread.
 */
public final class Resurrections implements EventCheck {
  /*
   * Each node is held against its own reapings alone: its events are in order, whoever tells them, and nodes' clocks are not.
   * Nothing is missed by that, since all owners reap, and what comes back comes back to them.
   */
  private final TreeMap<NodeId, Map<Key, Grave>> graves = new TreeMap<>();
  private final List<Violation> violations = new ArrayList<>();

  /** What one node has reaped of one key. A tombstone that comes back does no harm. */
  private static final class Grave {
    private final Floor known = new Floor();
    private final TreeSet<Dot> harmless = new TreeSet<>();

    void add(Siblings reaped) {
      known.add(reaped.context());
      harmless.addAll(reaped.versions().keySet());
    }

    /** Says so once. */
    boolean opensFor(Dot dot) {
      return known.covers(dot) && harmless.add(dot);
    }
  }

  /** To be told when a node's disk is lost or rolled back on purpose: an older disk may hold what was reaped since. */
  public void lostData(NodeId node) {
    graves.remove(node);
  }

  @Override
  public void saw(LoggedEvent logged) {
    if (logged.event() instanceof Event.Amnesia) {
      lostData(logged.node());
    } else if (logged.event() instanceof Event.RecordQuarantined quarantined) {
      graves.getOrDefault(logged.node(), new LinkedHashMap<>()).remove(quarantined.key());
    } else if (logged.event() instanceof Event.Reaped gone) {
      graves.computeIfAbsent(logged.node(), first -> new LinkedHashMap<>())
          .computeIfAbsent(gone.key(), first -> new Grave()).add(gone.siblings());
    } else if (logged.event() instanceof Event.Stored stored && graves.containsKey(logged.node())) {
      Grave grave = graves.get(logged.node()).get(stored.key());
      if (grave != null) {
        stored.siblings().versions().keySet().forEach(dot -> judge(grave, dot, stored, logged));
      }
    }
  }

  private void judge(Grave grave, Dot dot, Event.Stored stored, LoggedEvent logged) {
    if (grave.opensFor(dot)) {
      violations.add(new Violation("I10", dot + " of " + stored.key() + " is back at " + logged.node() + " at "
          + Attempt.secondsOf(logged) + ", by " + stored.cause() + ", though a tombstone that had superseded it was reaped there"));
    }
  }

  @Override
  public List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }
}
