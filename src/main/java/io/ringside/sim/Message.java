package io.ringside.sim;

import io.ringside.Bytes;
import io.ringside.NodeId;

/**
 * One message on a simulated network. Immutable.
 *
 * @param request the simple name of the request's class, also of an answer to it
 * @param hash of its bytes
 */
record Message(long number, NodeId from, NodeId to, String request, boolean answer, Bytes bytes, long hash) {
  @Override
  public String toString() {
    return "m" + number + " " + from + "->" + to + " " + request + (answer ? " answer " : " ") + Long.toHexString(hash);
  }
}
