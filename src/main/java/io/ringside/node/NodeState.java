package io.ringside.node;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.MalformedBytes;

/**
 * What a node must know of itself across starts. Immutable.
 *
 * @param start how often it has started
 * @param trustedSince the oldest start whose minting epochs may be continued
 * @param amnesiac whether it lost data that its peers may expect of it
 * @param running false if it stopped as it should
 * @param durable whether everything it acknowledged was on disk
 */
record NodeState(long start, long trustedSince, boolean amnesiac, boolean running, boolean durable) {
  /** Of a node that has never started here. */
  static final NodeState NONE = new NodeState(0, 1, false, false, true);

  private static final int FORMAT = 1;

  /**
   * The state of the next start. Epochs of earlier starts are trusted unless the last one ended in the middle of writes that were
   * not on disk.
   */
  NodeState nextStart(boolean storeIsDurable) {
    boolean lostWrites = running && !durable;
    return new NodeState(start + 1, lostWrites ? start + 1 : trustedSince, amnesiac, true, storeIsDurable);
  }

  /** A peer remembers a start that this node does not: its disk was lost, or is an old copy. */
  NodeState withLostPast(long rememberedStart) {
    long next = Math.max(start, rememberedStart) + 1;
    return new NodeState(next, next, true, running, durable);
  }

  /** Nobody could say whether there is a past that this node does not know. */
  NodeState withUnknownPast() {
    return new NodeState(start, start, amnesiac, running, durable);
  }

  NodeState stopped() {
    return new NodeState(start, trustedSince, amnesiac, false, durable);
  }

  Bytes encode() {
    return new ByteWriter().u8(FORMAT).varLong(start).varLong(trustedSince)
        .bool(amnesiac).bool(running).bool(durable).toBytes();
  }

  static NodeState decode(Bytes bytes) {
    var in = new ByteReader(bytes);
    int format = in.u8();
    if (format != FORMAT) {
      throw new MalformedBytes("a node's state has the format " + format + ", and this build knows " + FORMAT);
    }
    var state = new NodeState(in.varLong(), in.varLong(), in.bool(), in.bool(), in.bool());
    in.end();
    return state;
  }
}
