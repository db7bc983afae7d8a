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
 */
record NodeState(long start, long trustedSince, boolean amnesiac, boolean running) {
  /** Of a node that has never started here. */
  static final NodeState NONE = new NodeState(0, 1, false, false);

  private static final int FORMAT = 1;

  /**
   * The state of the next start. Epochs of earlier starts are trusted only if the last one ended well: a crash under {@code async} may
   * have lost writes, and a directory that says "running" may also be a copy taken while the node ran, from before its last
   * writes.
   */
  NodeState nextStart() {
    return new NodeState(start + 1, running ? start + 1 : trustedSince, amnesiac, true);
  }

  /** A peer remembers a start that this node does not: its disk was lost, or is an old copy. */
  NodeState withLostPast(long rememberedStart) {
    long next = Math.max(start, rememberedStart) + 1;
    return new NodeState(next, next, true, running);
  }

  /** Too few could say whether there is a past that this node does not know. */
  NodeState withUnknownPast() {
    return new NodeState(start, start, amnesiac, running);
  }

  /** What was here of some partition is not to be trusted, and was forgotten: it counts as lost. */
  NodeState withForgottenPast() {
    return new NodeState(start, start, true, running);
  }

  /** Whatever was lost has come back. */
  NodeState recovered() {
    return new NodeState(start, trustedSince, false, running);
  }

  NodeState stopped() {
    return new NodeState(start, trustedSince, amnesiac, false);
  }

  Bytes encode() {
    return new ByteWriter().u8(FORMAT).varLong(start).varLong(trustedSince)
        .bool(amnesiac).bool(running).toBytes();
  }

  static NodeState decode(Bytes bytes) {
    var in = new ByteReader(bytes);
    int format = in.u8();
    if (format != FORMAT) {
      throw new MalformedBytes("a node's state has the format " + format + ", and this build knows " + FORMAT);
    }
    var state = new NodeState(in.varLong(), in.varLong(), in.bool(), in.bool());
    in.end();
    return state;
  }
}
