package io.ringside.sim;

import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.env.Transport;
import io.ringside.event.Events;
import io.ringside.message.Peer;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.storage.DataStore;
import java.util.random.RandomGenerator;

/**
 * How a simulated member is put together from its parts. Everything passes through here as it is; somebody who wants to know what
 * would happen with a bug hands out a part that has one.
 */
public interface Wiring {
  /** Every part as it is. */
  Wiring PLAIN = new Wiring() {};

  default ConsistentHashRing ring(NodeId self, ConsistentHashRing ring) {
    return ring;
  }

  /** How this node's replica and gossip ask others, and its coordinator too. */
  default Transport transport(NodeId self, Transport transport) {
    return transport;
  }

  /** What answers others at this node. */
  default Peer peer(NodeId self, Peer peer) {
    return peer;
  }

  default DataStore store(NodeId self, DataStore store) {
    return store;
  }

  /** How the node's disk finds out whether its bytes are those that were written. */
  default Seal seal(NodeId self) {
    return Seal.CHECKED;
  }

  /** The node's chances: epochs of actors are drawn from them. */
  default RandomGenerator random(NodeId self, RandomGenerator random) {
    return random;
  }

  /** Where the node says what happens: the last word of a bug whose parts, as they are, would tell something else. */
  default Events events(NodeId self, Events events) {
    return events;
  }

  /** What clients use. */
  default Client client(Client client) {
    return client;
  }
}
