package io.ringside.check;

import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;

/** Says what a node says, with times and numbers. */
final class NodeLog {
  private final EventCheck check;
  private long sequence;

  NodeLog(EventCheck check) {
    this.check = check;
  }

  /** In the node's first start. */
  NodeLog says(String node, Event event) {
    return says(node, 1, event);
  }

  NodeLog says(String node, long start, Event event) {
    check.saw(logged(node, start, ++sequence, event));
    return this;
  }

  static LoggedEvent logged(String node, long start, long sequence, Event event) {
    return new LoggedEvent(NodeId.of(node), start, sequence, sequence * 10, event);
  }
}
