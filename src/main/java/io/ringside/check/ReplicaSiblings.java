package io.ringside.check;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.version.Dot;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * I11 and I21 at each replica: a record keeps only what no write that it ever kept had seen, and each request once. So it never
 * has more siblings than there are concurrent writes. Costs the size of each record that changes. Not safe for more than one
 * thread.
 */
public final class ReplicaSiblings implements EventCheck {
  private final TreeMap<NodeId, Map<Key, Kept>> kept = new TreeMap<>();
  private final List<Violation> violations = new ArrayList<>();
  private int most;

  /** Of one record: what is there, and what was ever superseded by what was there. */
  private static final class Kept {
    private final Floor superseded = new Floor();
    private SortedMap<Dot, Version> alive = Collections.emptySortedMap();
  }

  /** To be told when a node's disk is lost or rolled back on purpose: what it knew no longer binds it. */
  public void lostData(NodeId node) {
    kept.remove(node);
  }

  @Override
  public void saw(LoggedEvent logged) {
    if (logged.event() instanceof Event.Amnesia) {
      lostData(logged.node());
    } else if (logged.event() instanceof Event.RecordQuarantined quarantined) {
      kept.getOrDefault(logged.node(), new LinkedHashMap<>()).remove(quarantined.key());
    } else if (logged.event() instanceof Event.Reaped gone) {
      kept.getOrDefault(logged.node(), new LinkedHashMap<>()).remove(gone.key());
    } else if (logged.event() instanceof Event.Stored stored) {
      stored(logged, stored);
    }
  }

  private void stored(LoggedEvent logged, Event.Stored stored) {
    Kept record = kept.computeIfAbsent(logged.node(), first -> new LinkedHashMap<>())
        .computeIfAbsent(stored.key(), first -> new Kept());
    var versions = stored.siblings().versions();
    most = Math.max(most, versions.size());
    versions.forEach((dot, version) -> {
      if (!record.alive.containsKey(dot)) {
        record.superseded.add(version.past());
      }
    });
    for (Dot dot : versions.keySet()) {
      if (record.superseded.covers(dot)) {
        violations.add(new Violation("I11", "the sibling " + dot + " of " + stored.key() + " is false " + where(logged)
            + ": a write that this replica has, or had, superseded it"));
      }
    }
    violations.addAll(Checks.noRequestTwice(versions.entrySet(),
        () -> "in the record of " + stored.key() + " " + where(logged)));
    record.alive = versions;
  }

  private static String where(LoggedEvent logged) {
    return "at " + logged.node() + " at " + Attempt.secondsOf(logged);
  }

  /** The most siblings that any record had. */
  public int most() {
    return most;
  }

  @Override
  public List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }
}
