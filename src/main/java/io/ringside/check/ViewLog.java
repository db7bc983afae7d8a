package io.ringside.check;

import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.membership.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * I16 along the way: what a node believes of another only ever gets newer, so nobody who was found dead comes back without a new
 * incarnation. Costs a look-up per event. Not safe for more than one thread.
 */
public final class ViewLog implements EventCheck {
  private final TreeMap<NodeId, Long> starts = new TreeMap<>();
  private final TreeMap<NodeId, TreeMap<NodeId, Member>> beliefs = new TreeMap<>();
  private final List<Violation> violations = new ArrayList<>();

  @Override
  public void saw(LoggedEvent logged) {
    Long before = starts.put(logged.node(), logged.start());
    if (before != null && before != logged.start()) {
      beliefs.remove(logged.node());
    }
    if (logged.event() instanceof Event.ViewChanged changed) {
      changed(logged, changed.member());
    }
  }

  private void changed(LoggedEvent logged, Member now) {
    Member before = beliefs.computeIfAbsent(logged.node(), first -> new TreeMap<>()).put(now.node(), now);
    if (before != null && !now.equals(before) && !now.overrides(before)) {
      violations.add(new Violation("I16", logged.node() + " went back to an older belief about " + now.node() + " at "
          + Attempt.secondsOf(logged) + ": it held " + words(before) + ", and now " + words(now)
          + (now.isAlive() && before.status() == Member.Status.DEAD ? ". A ghost" : "")));
    }
  }

  private static String words(Member member) {
    return member.status() + " in incarnation " + member.incarnation();
  }

  @Override
  public List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }
}
