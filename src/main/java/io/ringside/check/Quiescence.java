package io.ringside.check;

import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.message.Request;
import java.util.ArrayList;
import java.util.List;

/** I18: after everything is at rest, nothing happens but heartbeats: no repair, no hint, no change of mind. Pure; linear. */
public final class Quiescence {
  private Quiescence() {}

  /**
   * What was no heartbeat.
   *
   * @param events of all nodes while nobody asked for anything
   * @param messages that were sent meanwhile
   */
  public static List<Violation> judge(Iterable<LoggedEvent> events, Iterable<? extends Request<?>> messages) {
    var violations = new ArrayList<Violation>();
    for (LoggedEvent logged : events) {
      if (!isComment(logged.event())) {
        violations.add(new Violation("I18", logged.node() + " was not quiet at " + Attempt.secondsOf(logged) + ": "
            + logged.event().kind() + ", " + logged.event()));
      }
    }
    for (Request<?> message : messages) {
      if (!isHeartbeat(message)) {
        violations.add(new Violation("I18", "a message was sent that is no heartbeat: " + message));
      }
    }
    return violations;
  }

  private static boolean isHeartbeat(Request<?> message) {
    return message instanceof Request.Probe || message instanceof Request.ProbeFor || message instanceof Request.SyncView
        || message instanceof Request.CompareRoots;
  }

  /** Said by those who watch, not by those who do. */
  private static boolean isComment(Event event) {
    return event instanceof Event.Note || event instanceof Event.FaultBegan || event instanceof Event.FaultEnded;
  }
}
