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
 * I14: the account of hints: what was created is delivered, rerouted, given up, or pending. A hint is created once, however often
 * it grows.
 * Costs a look-up per event. Not safe for more than one thread.
 */
public final class HintAccount implements EventCheck {
  /*
   * A crash may come between what a node does to a hint and its saying so. So after a start that is not a node's first, what it
   * had is in doubt until it speaks of it again: its delivery, its absence in the end, and the presence of one that nobody heard
   * of are all fair. But a node counts what it finds when it starts; from there on the number of its hints is exact again.
   */
  private static final Balance CREATED = new Balance(1, 0, 0, 0, 0, 0);
  private static final Balance GROWN = new Balance(0, 1, 0, 0, 0, 0);
  private static final Balance DELIVERED = new Balance(0, 0, 1, 0, 0, 0);
  private static final Balance REROUTED = new Balance(0, 0, 0, 1, 0, 0);
  private static final Balance GIVEN_UP = new Balance(0, 0, 0, 0, 1, 0);
  private static final Balance REFUSED = new Balance(0, 0, 0, 0, 0, 1);

  private final TreeSet<HintName> pending = new TreeSet<>();
  private final TreeSet<HintName> doubtful = new TreeSet<>();
  private final TreeSet<HintName> gone = new TreeSet<>();
  private final TreeMap<NodeId, Long> counted = new TreeMap<>();
  private final TreeMap<NodeId, Long> starts = new TreeMap<>();
  private final TreeSet<NodeId> restarted = new TreeSet<>();
  private final List<Violation> violations = new ArrayList<>();
  private Balance balance = new Balance(0, 0, 0, 0, 0, 0);

  /**
   * What became of hints. Those of a node that started again may be missing on either side.
   *
   * @param grown stores into a hint that was there, which made one of two
   * @param refused hints that there was no room for
   */
  public record Balance(long created, long grown, long delivered, long rerouted, long givenUp, long refused) {
    private Balance plus(Balance other) {
      return new Balance(created + other.created, grown + other.grown, delivered + other.delivered, rerouted + other.rerouted,
          givenUp + other.givenUp, refused + other.refused);
    }
  }

  @Override
  public void saw(LoggedEvent logged) {
    noticeStart(logged);
    NodeId keeper = logged.node();
    if (logged.event() instanceof Event.HintsFound found) {
      counted.put(keeper, found.count());
    } else if (logged.event() instanceof Event.HintStored stored) {
      stored(new HintName(keeper, stored.target(), stored.key()), stored.grown());
    } else if (logged.event() instanceof Event.HintDelivered delivered) {
      ended(new HintName(keeper, delivered.target(), delivered.key()), "delivered", DELIVERED, logged);
    } else if (logged.event() instanceof Event.HintRerouted rerouted) {
      ended(new HintName(keeper, rerouted.target(), rerouted.key()), "rerouted", REROUTED, logged);
    } else if (logged.event() instanceof Event.HintDropped dropped) {
      dropped(new HintName(keeper, dropped.target(), dropped.key()), dropped.reason().equals(Event.HintDropped.OUTDATED));
    }
  }

  private void noticeStart(LoggedEvent logged) {
    Long before = starts.put(logged.node(), logged.start());
    if (before == null || before == logged.start()) {
      return;
    }
    restarted.add(logged.node());
    counted.remove(logged.node());
    moveAllOf(logged.node(), pending, doubtful);
    gone.removeIf(hint -> hint.keeper().equals(logged.node()));
  }

  private static void moveAllOf(NodeId node, TreeSet<HintName> from, TreeSet<HintName> to) {
    List<HintName> moved = from.stream().filter(hint -> hint.keeper().equals(node)).toList();
    moved.forEach(from::remove);
    to.addAll(moved);
  }

  private void stored(HintName hint, boolean grown) {
    boolean wasThere = pending.contains(hint) || doubtful.contains(hint);
    doubtful.remove(hint);
    gone.remove(hint);
    pending.add(hint);
    balance = balance.plus(wasThere ? GROWN : CREATED);
    if (!grown) {
      count(hint.keeper(), 1);
    }
  }

  private void ended(HintName hint, String how, Balance one, LoggedEvent logged) {
    boolean known = forget(hint);
    boolean fair = known || restarted.contains(hint.keeper()) && !gone.contains(hint);
    if (!fair) {
      violations.add(new Violation("I14", hint + " was " + how + " at " + Attempt.secondsOf(logged) + ", but there was none"));
    }
    gone.add(hint);
    balance = balance.plus(one);
    count(hint.keeper(), -1);
  }

  /** A hint that was not there was not given up but refused; one of an earlier start may have been there, and not been found. */
  private void dropped(HintName hint, boolean outdated) {
    boolean surelyThere = outdated || pending.contains(hint);
    boolean wasThere = forget(hint);
    balance = balance.plus(wasThere || outdated ? GIVEN_UP : REFUSED);
    if (surelyThere) {
      count(hint.keeper(), -1);
    }
  }

  private void count(NodeId keeper, long more) {
    counted.computeIfPresent(keeper, (node, count) -> count + more);
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
      Long exactly = counted.get(node);
      if (exactly != null && !exactly.equals(count)) {
        wrong.add(new Violation("I14", node + " has " + count + " hints, and with those that it found when it started it should"
            + " have " + exactly + ": one was " + (count < exactly ? "lost" : "kept after it was done with")));
        return;
      }
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
