package io.ringside.check;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Siblings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * I12: a context has no more epochs of a node than the node had reasons to draw one, hence no more entries than nodes, losses and
 * hints explain. Costs the size of each record that changes. Not safe for more than one thread.
 */
public final class MetadataBound implements EventCheck {
  /*
   * A node draws an epoch when a record begins, in its own space or as a hint, and for either again after a start or a loss. One
   * more per restart is allowed for what a crash kept us from being told.
   */
  private final TreeMap<NodeId, TreeSet<Long>> starts = new TreeMap<>();
  private final TreeMap<NodeId, Integer> losses = new TreeMap<>();
  private final TreeSet<HintName> pending = new TreeSet<>();
  private final TreeMap<Key, TreeMap<NodeId, Integer>> hintsBegun = new TreeMap<>();
  private final List<Violation> violations = new ArrayList<>();
  private int most;

  /** To be told when a node's disk is lost or rolled back on purpose. */
  public void lostData(NodeId node) {
    losses.merge(node, 1, Integer::sum);
  }

  @Override
  public void saw(LoggedEvent logged) {
    NodeId node = logged.node();
    starts.computeIfAbsent(node, first -> new TreeSet<>()).add(logged.start());
    if (logged.event() instanceof Event.Amnesia || logged.event() instanceof Event.RecordQuarantined
        || logged.event() instanceof Event.Reaped) {
      lostData(node);
    } else if (logged.event() instanceof Event.HintStored hinted) {
      if (pending.add(new HintName(node, hinted.target(), hinted.key()))) {
        hintsBegun.computeIfAbsent(hinted.key(), first -> new TreeMap<>()).merge(node, 1, Integer::sum);
      }
      judge(logged, hinted.key(), hinted.siblings());
    } else if (logged.event() instanceof Event.HintDelivered delivered) {
      pending.remove(new HintName(node, delivered.target(), delivered.key()));
    } else if (logged.event() instanceof Event.Stored stored) {
      judge(logged, stored.key(), stored.siblings());
    }
  }

  /** Actors are ordered by node, so the epochs of one node stand side by side. */
  private void judge(LoggedEvent logged, Key key, Siblings siblings) {
    Set<Actor> actors = actorsIn(siblings.context());
    most = Math.max(most, actors.size());
    NodeId node = null;
    int epochs = 0;
    for (Actor actor : actors) {
      if (node != null && !node.equals(actor.node())) {
        judge(logged, key, node, epochs, actors);
        epochs = 0;
      }
      node = actor.node();
      epochs++;
    }
    judge(logged, key, node, epochs, actors);
  }

  /** In order. */
  private static Set<Actor> actorsIn(CausalContext context) {
    Set<Actor> ofClock = context.clock().counters().keySet();
    if (context.dots().isEmpty()) {
      return ofClock;
    }
    var all = new TreeSet<>(ofClock);
    context.dots().forEach(dot -> all.add(dot.actor()));
    return all;
  }

  /** One epoch is always allowed, and nearly always all there is. */
  private void judge(LoggedEvent logged, Key key, NodeId node, int epochs, Set<Actor> actors) {
    if (epochs > 1 && epochs > allowed(node, key)) {
      violations.add(new Violation("I12", "the record of " + key + " at " + logged.node() + " at "
          + Attempt.secondsOf(logged) + " names " + epochs + " epochs of " + node + ", which had reasons for "
          + allowed(node, key) + ": " + actors.stream().filter(actor -> actor.node().equals(node)).toList()));
    }
  }

  private int allowed(NodeId node, Key key) {
    int restarts = Math.max(0, starts.getOrDefault(node, new TreeSet<>()).size() - 1);
    int records = 1 + hintsBegun.getOrDefault(key, new TreeMap<>()).getOrDefault(node, 0);
    return (1 + restarts + losses.getOrDefault(node, 0)) * records + restarts;
  }

  /** The most actors that any context named. */
  public int most() {
    return most;
  }

  @Override
  public List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }
}
