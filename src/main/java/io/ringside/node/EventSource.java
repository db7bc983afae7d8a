package io.ringside.node;

import io.ringside.message.EventPage;
import io.ringside.message.Request;
import java.util.List;

/** Where a node finds its own event log, for those who ask it. */
@FunctionalInterface
public interface EventSource {
  /** Nothing is kept. */
  EventSource NONE = read -> new EventPage(read.life(), read.after(), 0, List.of());

  EventPage read(Request.ReadEvents read);
}
