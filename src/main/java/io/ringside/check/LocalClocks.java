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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * I5: what a replica knows of a key only grows, unless it is on record that the node lost data, or reaped it; after that it mints
 * under a new epoch. Costs the size of each record that changes. Not safe for more than one thread.
 */
public final class LocalClocks implements EventCheck {
  private final TreeMap<NodeId, Integer> losses = new TreeMap<>();
  private final TreeMap<NodeId, Long> lastMinting = new TreeMap<>();
  private final TreeMap<NodeId, Long> trustedSince = new TreeMap<>();
  private final TreeMap<NodeId, Long> served = new TreeMap<>();
  private final TreeMap<NodeId, Long> unserved = new TreeMap<>();
  private final TreeMap<NodeId, Map<Key, Known>> known = new TreeMap<>();
  private final Map<Key, List<CausalContext>> reaped = new LinkedHashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  /** Of one record: what it last said, after how many losses, and in which start its node first minted under each epoch. */
  private static final class Known {
    private CausalContext context = CausalContext.EMPTY;
    private int losses;
    private final TreeMap<Actor, Long> firstStart = new TreeMap<>();
    private final TreeSet<Actor> lost = new TreeSet<>();
    private final TreeSet<Long> toldLosses = new TreeSet<>();
  }

  /**
   * To be told when a node's disk is lost or rolled back on purpose, at the latest before it mints again; a node that finds out
   * by itself says so in an event.
   */
  public void lostData(NodeId node) {
    lost(node, lastMinting.getOrDefault(node, 0L) + 1);
  }

  /** What the node drew since that start is its own: it was drawn on what is left. */
  private void lost(NodeId node, long since) {
    losses.merge(node, 1, Integer::sum);
    trustedSince.merge(node, since, Math::max);
  }

  @Override
  public void saw(LoggedEvent logged) {
    if (logged.event() instanceof Event.Amnesia) {
      foundOut(logged);
    } else if (logged.event() instanceof Event.NodeUp) {
      serves(logged);
    } else if (logged.event() instanceof Event.RecordQuarantined quarantined) {
      quarantined(known(logged.node(), quarantined.key()), quarantined.loss());
    } else if (logged.event() instanceof Event.Reaped gone) {
      lost(known(logged.node(), gone.key()));
      reaped.computeIfAbsent(gone.key(), first -> new ArrayList<>()).add(gone.siblings().context());
    } else if (logged.event() instanceof Event.Stored stored) {
      stored(logged, stored);
    }
  }

  /** A start that finds a loss, and never serves, may be followed by one on another disk that lacks nothing. */
  private void foundOut(LoggedEvent logged) {
    losses.merge(logged.node(), 1, Integer::sum);
    unserved.put(logged.node(), logged.start());
    if (logged.start() == served.getOrDefault(logged.node(), 0L)) {
      serves(logged);
    }
  }

  private void serves(LoggedEvent logged) {
    served.put(logged.node(), logged.start());
    if (unserved.remove(logged.node(), logged.start())) {
      trustedSince.merge(logged.node(), logged.start(), Math::max);
    }
  }

  /** Every start tells anew of what is aside: it was lost once. */
  private static void quarantined(Known record, long loss) {
    if (record.toldLosses.add(loss)) {
      lost(record);
    }
  }

  private static void lost(Known record) {
    record.context = CausalContext.EMPTY;
    record.lost.addAll(record.firstStart.keySet());
  }

  private Known known(NodeId node, Key key) {
    return known.computeIfAbsent(node, first -> new LinkedHashMap<>()).computeIfAbsent(key, first -> new Known());
  }

  private void stored(LoggedEvent logged, Event.Stored stored) {
    NodeId node = logged.node();
    Known before = known(node, stored.key());
    CausalContext now = stored.siblings().context();
    int lossesNow = losses.getOrDefault(node, 0);
    if (before.losses != lossesNow) {
      before.losses = lossesNow;
    } else if (!now.covers(before.context) && wasReapedElsewhere(stored.key(), before.context)) {
      lost(before);
    } else if (!now.covers(before.context)) {
      violations.add(new Violation("I5", node + " forgot some of " + stored.key() + " at "
          + Attempt.secondsOf(logged) + ", and no loss of data is on record: it knew "
          + before.context + " and now knows " + now));
    }
    stored.minted().ifPresent(dot -> minted(logged, stored.key(), dot, before));
    before.context = now;
  }

  /** An owner may have reaped what all owners had, and have died before it could say so; then another has said it. */
  private boolean wasReapedElsewhere(Key key, CausalContext context) {
    return reaped.getOrDefault(key, List.of()).stream().anyMatch(gone -> gone.covers(context));
  }

  private void minted(LoggedEvent logged, Key key, Dot dot, Known before) {
    serves(logged);
    lastMinting.merge(logged.node(), logged.start(), Math::max);
    long drawn = before.firstStart.computeIfAbsent(dot.actor(), first -> logged.start());
    if (drawn < trustedSince.getOrDefault(logged.node(), 0L) || before.lost.contains(dot.actor())) {
      violations.add(new Violation("I5", logged.node() + " minted " + dot + " of " + key + " at "
          + Attempt.secondsOf(logged) + " under an epoch from before it lost data: it may have minted that dot already"));
    }
  }

  @Override
  public List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }
}
