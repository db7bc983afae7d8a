package io.ringside.sim;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.WorldEvent;
import io.ringside.message.Request;
import java.util.Optional;

/**
 * One message on a simulated network. Immutable.
 *
 * @param request the simple name of the request's class, also of an answer to it
 * @param about the key that it speaks of, if it speaks of one: for readers
 * @param hash of its bytes
 */
record Message(long number, NodeId from, NodeId to, String request, boolean answer, Optional<Key> about, Bytes bytes, long hash) {
  /** Empty for a request that speaks of no key, or of many. */
  static Optional<Key> keyIn(Request<?> request) {
    return request instanceof Request.Read read ? Optional.of(read.key())
        : request instanceof Request.Mint mint ? Optional.of(mint.key())
        : request instanceof Request.Store store ? Optional.of(store.key())
        : request instanceof Request.Hint hint ? Optional.of(hint.key())
        : request instanceof Request.Inspect inspect ? Optional.of(inspect.key())
        : Optional.empty();
  }

  WorldEvent moved(WorldEvent.Fate fate) {
    return new WorldEvent.MessageMoved(fate, number, from, to, request, answer, about);
  }

  @Override
  public String toString() {
    return "m" + number + " " + from + "->" + to + " " + request + (answer ? " answer " : " ") + Long.toHexString(hash)
        + about.map(key -> " " + key).orElse("");
  }
}
