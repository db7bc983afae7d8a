package io.ringside.sim;

import io.ringside.event.LoggedEvent;
import io.ringside.event.WorldEvent;

/** Takes all that happens in a run, in order, as events. It changes nothing: a run is the same with and without. */
public interface Tape {
  /** By a node. */
  void said(long atMicros, LoggedEvent logged);

  /** In the world around the nodes. */
  void happened(long atMicros, WorldEvent event);
}
