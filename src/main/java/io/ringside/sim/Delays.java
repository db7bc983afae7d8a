package io.ringside.sim;

import io.ringside.NodeId;

/** How long a message is on its way, by what it is: for models that tell one kind of message from another. */
@FunctionalInterface
public interface Delays {
  /**
   * @param request the simple name of the request's class
   * @param answer whether the message is the answer to it
   */
  Distribution of(NodeId from, NodeId to, String request, boolean answer);
}
