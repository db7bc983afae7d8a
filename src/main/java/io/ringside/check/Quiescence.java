package io.ringside.check;

import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.message.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * I18: after everything is at rest, nothing happens but heartbeats: no repair, no hint, no change of mind. What is dead may be
 * reaped when its time has come, once, with the looks at trees that differ meanwhile. Pure; linear.
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
    return judge(events, messages, false);
  }

  /** @param reaps whether anything was reaped before: trees may still differ for a moment */
  static List<Violation> judge(Iterable<LoggedEvent> events, Iterable<? extends Request<?>> messages, boolean reaps) {
    var violations = new ArrayList<Violation>();
    var reaped = new TreeSet<String>();
    for (LoggedEvent logged : events) {
      boolean once = logged.event() instanceof Event.Reaped gone && reaped.add(logged.node() + " " + gone.key());
      if (!once && !isComment(logged.event()) && !isReaping(logged.event(), reaps || !reaped.isEmpty())) {
        violations.add(new Violation("I18", logged.node() + " was not quiet at " + Attempt.secondsOf(logged) + ": "
            + logged.event().kind() + ", " + logged.event()));
      }
    }
    for (Request<?> message : messages) {
      if (!isHeartbeat(message) && !isReaping(message, reaps || !reaped.isEmpty())) {
        violations.add(new Violation("I18", "a message was sent that is no heartbeat: " + message));
      }
    }
    return violations;
  }

  private static boolean isHeartbeat(Request<?> message) {
    return message instanceof Request.Probe || message instanceof Request.ProbeFor || message instanceof Request.SyncView
        || message instanceof Request.CompareRoots;
  }

  private static boolean isReaping(Event event, boolean something) {
    return event instanceof Event.ReapEnded
        || something && (event instanceof Event.TreesDiffer || event instanceof Event.TreesMerged merged && merged.repaired() == 0);
  }

  private static boolean isReaping(Request<?> message, boolean something) {
    return message instanceof Request.StepEra || message instanceof Request.ShowGraves || message instanceof Request.Reap
        || something && (message instanceof Request.ShowDigests || message instanceof Request.ShowEntries
            || message instanceof Request.Inspect);
  }

  /** Said by those who watch, not by those who do; and by a node that has looked at all it holds, and found nothing. */
  private static boolean isComment(Event event) {
    return event instanceof Event.Note || event instanceof Event.FaultBegan || event instanceof Event.FaultEnded
        || event instanceof Event.ScrubEnded scrub && scrub.corrected() == 0 && scrub.quarantined() == 0;
  }
}
