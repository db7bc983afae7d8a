package io.ringside.vertx;

import io.ringside.NodeId;
import io.ringside.MalformedBytes;
import java.util.Optional;

/**
 * Where one service of one node listens on the event bus, written {@code kv/<node>/<service>}. Immutable. The node's name is in
 * the address, so that {@link LocalRoutingClusterManager} knows where it leads without asking anybody.
 */
record BusAddress(NodeId node, String service) {
  static final String REPLICA = "replica";
  static final String COORDINATOR = "coordinator";

  /** Whoever asks nodes and is none of them; its name is that of some node, since every address has one. */
  static final String OUTSIDE = "outside";

  private static final String PREFIX = "kv/";

  static BusAddress replica(NodeId node) {
    return new BusAddress(node, REPLICA);
  }

  static BusAddress coordinator(NodeId node) {
    return new BusAddress(node, COORDINATOR);
  }

  /** Reads what {@link #toString} wrote; anything else is malformed. */
  static BusAddress parse(String text) {
    int slash = text.indexOf('/', PREFIX.length());
    if (!text.startsWith(PREFIX) || slash < 0) {
      throw new MalformedBytes("not an address of a node's service: '" + text + "'");
    }
    try {
      return new BusAddress(NodeId.of(text.substring(PREFIX.length(), slash)), text.substring(slash + 1));
    } catch (IllegalArgumentException noName) {
      throw new MalformedBytes(noName.getMessage());
    }
  }

  boolean isOutside() {
    return service.equals(OUTSIDE);
  }

  /** The name of the node that the address belongs to; empty if it is not one of ours. */
  static Optional<String> nodeIn(String address) {
    if (!address.startsWith(PREFIX)) {
      return Optional.empty();
    }
    int slash = address.indexOf('/', PREFIX.length());
    return Optional.of(address.substring(PREFIX.length(), slash < 0 ? address.length() : slash));
  }

  @Override
  public String toString() {
    return PREFIX + node + "/" + service;
  }
}
