package io.ringside.node;

import io.ringside.ByteReader;
import io.ringside.ByteWriter;
import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.ringside.message.DiskStart;
import java.util.Optional;

/**
 * What a node must know of itself across starts. Immutable.
 *
 * @param start how often it has started
 * @param trustedSince the oldest start whose minting epochs may be continued
 * @param amnesiac whether it lost data that its peers may expect of it
 * @param running false if it stopped as it should
 * @param disk drawn when this disk was found empty, or a copy; 0 if it never was drawn
 * @param diskSince the first start in which it was {@code disk}
 */
record NodeState(long start, long trustedSince, boolean amnesiac, boolean running, long disk, long diskSince) {
  /** Of a node that has never started here. */
  static final NodeState NONE = new NodeState(0, 1, false, false, 0, 1);

  /** As 2, without the disk. */
  private static final int FORMAT_WITHOUT_DISK = 1;
  private static final int FORMAT = 2;

  NodeState {
    if (diskSince < 1 || diskSince > start + 1) {
      throw new IllegalArgumentException("In start " + start + " no disk can be what it is since " + diskSince);
    }
  }

  /**
   * The state of the next start. Epochs of earlier starts are trusted only if the last one ended well: a crash under {@code async} may
   * have lost writes, and a directory that says "running" may also be a copy taken while the node ran, from before its last
   * writes.
   */
  NodeState nextStart() {
    return new NodeState(start + 1, running ? start + 1 : trustedSince, amnesiac, true, disk, diskSince);
  }

  /** The next start is the first on this disk, or on what has become of it. */
  NodeState onDisk(long drawn) {
    return new NodeState(start, trustedSince, amnesiac, running, drawn, start + 1);
  }

  /** A peer remembers a start that this node does not: its disk was lost, or is an old copy. */
  NodeState withLostPast(long rememberedStart) {
    long next = Math.max(start, rememberedStart) + 1;
    return new NodeState(next, next, true, running, disk, diskSince);
  }

  /** The number may be another disk's, too, as far as anybody can tell: the next one is not. Nothing was lost by that. */
  NodeState above(long rememberedStart) {
    return new NodeState(Math.max(start, rememberedStart) + 1, trustedSince, amnesiac, running, disk, diskSince);
  }

  /** Too few could say whether there is a past that this node does not know. */
  NodeState withUnknownPast() {
    return new NodeState(start, start, amnesiac, running, disk, diskSince);
  }

  /** What was here of some partition is not to be trusted, and was forgotten: it counts as lost. */
  NodeState withForgottenPast() {
    return new NodeState(start, start, true, running, disk, diskSince);
  }

  /** Whatever was lost has come back. */
  NodeState recovered() {
    return new NodeState(start, trustedSince, false, running, disk, diskSince);
  }

  NodeState stopped() {
    return new NodeState(start, trustedSince, amnesiac, false, disk, diskSince);
  }

  /**
   * Since which start what was minted here is younger than an era that others have reaped in and this disk knows nothing of. So the
   * disk was lost, or became an older one, after this node had raised that era, and before this life began.
   *
   * @param begun the number with which this life began: what it has minted is younger in any case
   * @param raised in which start this node had raised the era; none if nobody knows
   */
  long certainSince(long begun, Optional<DiskStart> raised) {
    return raised.map(before -> Math.min(begun, before.disk() == disk ? before.start() + 1 : Math.max(diskSince, before.start())))
        .orElse(begun);
  }

  Bytes encode() {
    return new ByteWriter().u8(FORMAT).varLong(start).varLong(trustedSince)
        .bool(amnesiac).bool(running).i64(disk).varLong(diskSince).toBytes();
  }

  static NodeState decode(Bytes bytes) {
    var in = new ByteReader(bytes);
    int format = in.u8();
    if (format != FORMAT && format != FORMAT_WITHOUT_DISK) {
      throw new MalformedBytes("a node's state has the format " + format + ", and this build knows " + FORMAT);
    }
    long start = in.varLong();
    long trustedSince = in.varLong();
    boolean amnesiac = in.bool();
    boolean running = in.bool();
    boolean drawn = format == FORMAT;
    long disk = drawn ? in.i64() : 0;
    long diskSince = drawn ? in.varLong() : start + 1;
    in.end();
    return ByteReader.checked(() -> new NodeState(start, trustedSince, amnesiac, running, disk, diskSince));
  }
}
