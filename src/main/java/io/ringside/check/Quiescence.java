package io.ringside.check;

import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.message.Request;
import io.ringside.ring.ConsistentHashRing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * I18: after everything is at rest, nothing happens but heartbeats: no repair, no hint, no change of mind. What is dead may be
 * reaped when its time has come, once, with the looks at trees of that partition that differ meanwhile. Pure; linear.
 */
public final class Quiescence {
  private Quiescence() {}

  /**
   * What was no heartbeat.
   *
   * @param events of all nodes while nobody asked for anything
   * @param messages that were sent meanwhile
   */
  public static List<Violation> judge(Iterable<LoggedEvent> events, Iterable<? extends Request<?>> messages) {
    return judge(events, messages, new TreeSet<>(), Optional.empty());
  }

  /** The same where the ring tells of which partition a key is. */
  public static List<Violation> judge(
      Iterable<LoggedEvent> events, Iterable<? extends Request<?>> messages, ConsistentHashRing ring) {
    return judge(events, messages, new TreeSet<>(), Optional.of(ring));
  }

  /**
   * @param lately the partitions of which something was reaped shortly before: their trees may still differ for a moment
   * @param ring tells the partition of a key; without it any key may be of one that was reaped
   */
  static List<Violation> judge(
      Iterable<LoggedEvent> events, Iterable<? extends Request<?>> messages, SortedSet<Integer> lately,
      Optional<ConsistentHashRing> ring) {
    var violations = new ArrayList<Violation>();
    var reaped = new TreeSet<String>();
    var stirred = new TreeSet<>(lately);
    for (LoggedEvent logged : events) {
      if (logged.event() instanceof Event.ReapEnded ended && ended.keys() > 0) {
        stirred.add(ended.partition());
      } else if (logged.event() instanceof Event.Reaped gone) {
        ring.ifPresent(known -> stirred.add(known.partitionOf(gone.key())));
      }
    }
    for (LoggedEvent logged : events) {
      boolean once = logged.event() instanceof Event.Reaped gone && reaped.add(logged.node() + " " + gone.key());
      if (!once && !isComment(logged.event()) && !isReaping(logged.event(), stirred)) {
        violations.add(new Violation("I18", logged.node() + " was not quiet at " + Attempt.secondsOf(logged) + ": "
            + logged.event().kind() + ", " + logged.event()));
      }
    }
    for (Request<?> message : messages) {
      if (!isHeartbeat(message) && !isReaping(message, stirred, ring)) {
        violations.add(new Violation("I18", "a message was sent that is no heartbeat: " + message));
      }
    }
    return violations;
  }

  private static boolean isHeartbeat(Request<?> message) {
    return message instanceof Request.Probe || message instanceof Request.ProbeFor || message instanceof Request.SyncView
        || message instanceof Request.CompareRoots;
  }

  private static boolean isReaping(Event event, SortedSet<Integer> stirred) {
    return event instanceof Event.ReapEnded
        || event instanceof Event.TreesDiffer differ && stirred.contains(differ.tree().partition())
        || event instanceof Event.TreesMerged merged && merged.repaired() == 0 && stirred.contains(merged.tree().partition());
  }

  private static boolean isReaping(Request<?> message, SortedSet<Integer> stirred, Optional<ConsistentHashRing> ring) {
    return message instanceof Request.StepEra || message instanceof Request.ShowGraves || message instanceof Request.Reap
        || message instanceof Request.ShowDigests digests && stirred.contains(digests.tree().partition())
        || message instanceof Request.ShowEntries entries && stirred.contains(entries.tree().partition())
        || message instanceof Request.Inspect inspect
            && ring.map(known -> stirred.contains(known.partitionOf(inspect.key()))).orElse(!stirred.isEmpty());
  }

  /**
   * Said by those who watch, not by those who do; by a node that has looked at all it holds, and found nothing; and by one that
   * finds equal what was repaired before.
   */
  private static boolean isComment(Event event) {
    return event instanceof Event.Note || event instanceof Event.FaultBegan || event instanceof Event.FaultEnded
        || event instanceof Event.TreesConverged
        || event instanceof Event.ScrubEnded scrub && scrub.corrected() == 0 && scrub.quarantined() == 0;
  }
}
