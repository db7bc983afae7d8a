package io.ringside.version;

import io.ringside.NodeId;

/**
 * Actors that are read again and again: the same object each time, as long as a small table remembers it. It must not matter
 * which object it is. Safe for any thread.
 */
final class RecentActors {
  /*
   * A record names each of its actors twice for each version that it keeps, and every replica, coordinator and client that reads
   * it would make its own of them. Epochs are drawn at random, so that their own bits spread them over the slots. Threads share
   * the table without a lock: what they see there is whole, since actors never change.
   */
  private static final int SLOTS = 4096;

  private final Actor[] slots = new Actor[SLOTS];

  Actor of(NodeId node, long epoch) {
    int slot = (int) (epoch >>> 32) & SLOTS - 1;
    Actor before = slots[slot];
    if (before != null && before.epoch() == epoch && before.node().equals(node)) {
      return before;
    }
    var actor = new Actor(node, epoch);
    slots[slot] = actor;
    return actor;
  }
}
