package io.ringside.check;

import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * I14: the account of hints: what was created is delivered, given up, or pending. A hint is created once, however often it grows.
 * Costs a look-up per event. Not safe for more than one thread.
 */
public final class HintAccount implements EventCheck {
  /*
   * A crash may come between what a node does to a hint and its saying so. So after a start that is not a node's first, what it
   * had is in doubt until it speaks of it again: its delivery, its absence in the end, and the presence of one that nobody heard
   * of are all fair.
   */
  private final TreeSet<HintName> pending = new TreeSet<>();
  private final TreeSet<HintName> doubtful = new TreeSet<>();
  private final TreeSet<HintName> gone = new TreeSet<>();
  private final TreeMap<NodeId, Long> starts = new TreeMap<>();
  private final TreeSet<NodeId> restarted = new TreeSet<>();
  private final List<Violation> violations = new ArrayList<>();
  private Balance balance = new Balance(0, 0, 0, 0, 0);

  /**
   * What became of hints. Those of a node that started again may be missing on either side.
   *
   * @param grown stores into a hint that was there, which made one of two
   * @param refused hints that there was no room for
   */
  public record Balance(long created, long grown, long delivered, long givenUp, long refused) {}

  @Override
  public void saw(LoggedEvent logged) {
    noticeStart(logged);
    if (logged.event() instanceof Event.HintStored stored) {
      stored(new HintName(logged.node(), stored.target(), stored.key()));
    } else if (logged.event() instanceof Event.HintDelivered delivered) {
      delivered(new HintName(logged.node(), delivered.target(), delivered.key()), logged);
    } else if (logged.event() instanceof Event.HintDropped dropped) {
      dropped(new HintName(logged.node(), dropped.target(), dropped.key()));
    }
  }

  private void noticeStart(LoggedEvent logged) {
    Long before = starts.put(logged.node(), logged.start());
    if (before == null || before == logged.start()) {
      return;
    }
    restarted.add(logged.node());
    moveAllOf(logged.node(), pending, doubtful);
    gone.removeIf(hint -> hint.keeper().equals(logged.node()));
  }

  private static void moveAllOf(NodeId node, TreeSet<HintName> from, TreeSet<HintName> to) {
    List<HintName> moved = from.stream().filter(hint -> hint.keeper().equals(node)).toList();
    moved.forEach(from::remove);
    to.addAll(moved);
  }

  private void stored(HintName hint) {
    boolean wasThere = pending.contains(hint) || doubtful.contains(hint);
    doubtful.remove(hint);
    gone.remove(hint);
    pending.add(hint);
    balance = wasThere
        ? new Balance(balance.created, balance.grown + 1, balance.delivered, balance.givenUp, balance.refused)
        : new Balance(balance.created + 1, balance.grown, balance.delivered, balance.givenUp, balance.refused);
  }

  private void delivered(HintName hint, LoggedEvent logged) {
    boolean known = forget(hint);
    boolean fair = known || restarted.contains(hint.keeper()) && !gone.contains(hint);
    if (!fair) {
      violations.add(new Violation("I14", hint + " was delivered at " + Attempt.secondsOf(logged) + ", but there was none"));
    }
    gone.add(hint);
    balance = new Balance(balance.created, balance.grown, balance.delivered + 1, balance.givenUp, balance.refused);
  }

  /** A hint that was not there was not given up but refused. */
  private void dropped(HintName hint) {
    balance = forget(hint)
        ? new Balance(balance.created, balance.grown, balance.delivered, balance.givenUp + 1, balance.refused)
        : new Balance(balance.created, balance.grown, balance.delivered, balance.givenUp, balance.refused + 1);
  }

  /** Whether it was there, or may have been. */
  private boolean forget(HintName hint) {
    boolean sure = pending.remove(hint);
    boolean perhaps = doubtful.remove(hint);
    return sure || perhaps;
  }

  public Balance balance() {
    return balance;
  }

  /** I14: whether each node has as many hints as the account says; {@code left} names only nodes that could be asked. */
  public List<Violation> judge(SortedMap<NodeId, Long> left) {
    var wrong = new ArrayList<Violation>();
    left.forEach((node, count) -> {
      long sure = countOf(node, pending);
      long perhaps = countOf(node, doubtful);
      boolean tooFew = count < sure;
      boolean tooMany = count > sure + perhaps && !restarted.contains(node);
      if (tooFew || tooMany) {
        wrong.add(new Violation("I14", node + " has " + count + " hints, and by what it said it should have " + sure
            + (perhaps == 0 ? "" : " to " + (sure + perhaps)) + ": one was "
            + (tooFew ? "lost" : "kept after it was done with")));
      }
    });
    return wrong;
  }

  private static long countOf(NodeId node, TreeSet<HintName> hints) {
    return hints.stream().filter(hint -> hint.keeper().equals(node)).count();
  }

  @Override
  public List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }
}
