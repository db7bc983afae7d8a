package io.ringside.testkit;

import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.event.WorldEvent;
import io.ringside.sim.Tape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Of events that are too old to be kept, what still holds: which nodes run and serve, and what is broken. Never more than there are
 * nodes, and faults at one time. To be used on the world's one thread.
 */
final class EarlierLives implements Tape {
  private final Map<String, Consumer<Tape>> last = new LinkedHashMap<>();

  @Override
  public void said(long atMicros, LoggedEvent logged) {
    Event event = logged.event();
    if (event instanceof Event.NodeUp || event instanceof Event.NodeStopping) {
      keep("serving " + logged.node(), tape -> tape.said(atMicros, logged));
    } else if (event instanceof Event.FaultBegan began) {
      keep(began.fault(), tape -> tape.said(atMicros, logged));
    } else if (event instanceof Event.FaultEnded ended) {
      last.remove(ended.fault());
    }
  }

  @Override
  public void happened(long atMicros, WorldEvent event) {
    if (event instanceof WorldEvent.NodeStarted started) {
      keep("life of " + started.member(), tape -> tape.happened(atMicros, event));
    } else if (event instanceof WorldEvent.NodeEnded ended) {
      keep("life of " + ended.member(), tape -> tape.happened(atMicros, event));
    } else if (event instanceof WorldEvent.FaultBegan began) {
      keep(began.fault(), tape -> tape.happened(atMicros, event));
    } else if (event instanceof WorldEvent.FaultEnded ended) {
      last.remove(ended.fault());
    }
  }

  /** The last about one thing stands behind all others, as it came. */
  private void keep(String what, Consumer<Tape> event) {
    last.remove(what);
    last.put(what, event);
  }

  void tellAgain(Tape tape) {
    last.values().forEach(event -> event.accept(tape));
  }
}
