package io.ringside.sim;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.message.Request;

/**
 * One message on a simulated network. Immutable.
 *
 * @param request the simple name of the request's class, also of an answer to it
 * @param about the key that it speaks of, if it speaks of one: for readers
 * @param hash of its bytes
 */
record Message(long number, NodeId from, NodeId to, String request, boolean answer, String about, Bytes bytes, long hash) {
  /** Empty for a request that speaks of no key, or of many. */
  static String keyIn(Request<?> request) {
    return request instanceof Request.Read read ? read.key().toString()
        : request instanceof Request.Mint mint ? mint.key().toString()
        : request instanceof Request.Store store ? store.key().toString()
        : request instanceof Request.Hint hint ? hint.key().toString()
        : request instanceof Request.Inspect inspect ? inspect.key().toString()
        : "";
  }

  @Override
  public String toString() {
    return "m" + number + " " + from + "->" + to + " " + request + (answer ? " answer " : " ") + Long.toHexString(hash)
        + (about.isEmpty() ? "" : " " + about);
  }
}
