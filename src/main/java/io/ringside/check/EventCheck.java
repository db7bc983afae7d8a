package io.ringside.check;

import io.ringside.event.LoggedEvent;
import java.util.List;

/** A checker that watches what happens, one event at a time. Not safe for more than one thread. */
public interface EventCheck {
  /** To be told each event of each node, those of one node in order. */
  void saw(LoggedEvent logged);

  /** What did not hold so far. */
  List<Violation> violations();
}
