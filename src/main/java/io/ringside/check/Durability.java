package io.ringside.check;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.version.Dot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * I13: no crash and no restart loses an acknowledged write, as long as fewer than W nodes lose their data after it. It is I1 with the
 * excuse looked into: there was none. Not safe for more than one thread.
 */
public final class Durability implements EventCheck {
  /*
   * A loss excuses what was minted before it; whatever was acknowledged later was acknowledged by what was left. A node that forgets
   * because others have reaped has lost nothing then: its disk was lost or replaced before, and what it has taken since is its duty.
   * Moments are counted, not timed, since nodes' clocks differ: one for each event and each loss that this check is told of.
   */
  private final TreeMap<NodeId, TreeSet<Long>> starts = new TreeMap<>();
  private final TreeMap<NodeId, Life> lives = new TreeMap<>();
  private final TreeMap<NodeId, Long> lastLoss = new TreeMap<>();
  private final TreeSet<NodeId> losers = new TreeSet<>();
  private final Map<Key, TreeMap<Dot, Long>> minted = new LinkedHashMap<>();
  private long moment;
  private int copies;

  /** Since when a node serves, and its last event until then. */
  private record Life(long start, long sequence, long moment) {
    /** A life that began later counts its events anew. */
    boolean has(LoggedEvent logged) {
      return logged.start() == start && logged.sequence() > sequence;
    }
  }

  /** To be told when a node's disk is lost or rolled back on purpose; a node that finds out by itself says so in an event. */
  public void lostData(NodeId node) {
    lost(node, ++moment);
  }

  private void lost(NodeId node, long when) {
    losers.add(node);
    lastLoss.merge(node, when, Math::max);
  }

  @Override
  public void saw(LoggedEvent logged) {
    moment++;
    starts.computeIfAbsent(logged.node(), first -> new TreeSet<>()).add(logged.start());
    if (logged.event() instanceof Event.NodeUp up) {
      copies = Math.max(copies, up.w());
      lives.put(logged.node(), new Life(logged.start(), logged.sequence(), moment));
    } else if (logged.event() instanceof Event.Amnesia amnesia) {
      foundOut(logged, amnesia);
    } else if (logged.event() instanceof Event.RecordQuarantined) {
      lost(logged.node(), moment);
    } else if (logged.event() instanceof Event.Stored stored) {
      stored.minted().ifPresent(dot -> minted.computeIfAbsent(stored.key(), first -> new TreeMap<>()).putIfAbsent(dot, moment));
    }
  }

  /** No disk is replaced below a node that runs: what it hears of late was lost before it served. */
  private void foundOut(LoggedEvent logged, Event.Amnesia amnesia) {
    losers.add(logged.node());
    Life life = lives.get(logged.node());
    if (!amnesia.isForgetting()) {
      lost(logged.node(), life != null && life.has(logged) ? life.moment() : moment);
    }
  }

  /** How many nodes have lost data, or thrown it away, so far. */
  int losers() {
    return losers.size();
  }

  @Override
  public List<Violation> violations() {
    return List.of();
  }

  /** @param lost the acknowledged writes that are gone */
  List<Violation> judge(List<Lost> lost) {
    List<NodeId> restarted = starts.keySet().stream().filter(node -> starts.get(node).size() > 1).toList();
    if (restarted.isEmpty()) {
      return List.of();
    }
    return lost.stream().filter(one -> losersSince(one).size() < copies).map(one -> new Violation("I13", restarted
        + " began anew, and " + losersSince(one) + " lost data after it, fewer than W = " + copies + "; yet " + one.text())).toList();
  }

  private List<NodeId> losersSince(Lost write) {
    TreeMap<Dot, Long> known = minted.getOrDefault(write.key(), new TreeMap<>());
    SortedSet<Dot> dots = write.dots();
    long since = dots.stream().mapToLong(dot -> known.getOrDefault(dot, 0L)).min().orElse(0);
    return lastLoss.keySet().stream().filter(node -> lastLoss.get(node) > since).toList();
  }
}
