package io.ringside.check;

import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * I13: no crash and no restart loses an acknowledged write, as long as fewer than W nodes lose their data. It is I1 with the
 * excuse looked into: there was none. Not safe for more than one thread.
 */
public final class Durability implements EventCheck {
  private final TreeMap<NodeId, TreeSet<Long>> starts = new TreeMap<>();
  private final TreeSet<NodeId> losers = new TreeSet<>();
  private int copies;

  /** To be told when a node's disk is lost or rolled back on purpose; a node that finds out by itself says so in an event. */
  public void lostData(NodeId node) {
    losers.add(node);
  }

  @Override
  public void saw(LoggedEvent logged) {
    starts.computeIfAbsent(logged.node(), first -> new TreeSet<>()).add(logged.start());
    if (logged.event() instanceof Event.NodeUp up) {
      copies = Math.max(copies, up.w());
    } else if (logged.event() instanceof Event.Amnesia || logged.event() instanceof Event.RecordQuarantined) {
      lostData(logged.node());
    }
  }

  /** How many nodes have lost data, so far. */
  int losers() {
    return losers.size();
  }

  @Override
  public List<Violation> violations() {
    return List.of();
  }

  /** @param lost what I1 says of acknowledged writes that are gone */
  List<Violation> judge(List<Violation> lost) {
    List<NodeId> restarted = starts.keySet().stream().filter(node -> starts.get(node).size() > 1).toList();
    if (restarted.isEmpty() || losers.size() >= copies) {
      return List.of();
    }
    return lost.stream().map(one -> new Violation("I13", restarted + " began anew, and " + losers + " lost data, fewer than W = "
        + copies + "; yet " + one.text())).toList();
  }
}
