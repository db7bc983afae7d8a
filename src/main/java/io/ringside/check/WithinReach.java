package io.ringside.check;

import io.ringside.config.NodeConfig;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.Options;

/** I17's rule: which operations have to succeed though some nodes cannot be reached. Immutable. */
public final class WithinReach {
  /*
   * As many nodes as W or R are enough, whichever they are, if they are well and can talk with the coordinator, since any of them
   * may stand in for any owner. Whoever counts primaries, or waits for owners to be mended, may need those that are away. There
   * must be time for all silences: at worst every node that is not well is waited for once as a minter or as a fallback, one
   * of them once more as an owner, and before all that those that are missed are looked for, at the same time. What a hint must
   * find room for may be turned away where room is short.
   */
  private static final int BESIDES = 2;

  private final NodeConfig config;
  private final int nodes;
  private final boolean roomForHints;

  /** @param roomForHints whether every node can keep all hints that it is ever given */
  public WithinReach(NodeConfig config, int nodes, boolean roomForHints) {
    this.config = config;
    this.nodes = nodes;
    this.roomForHints = roomForHints;
  }

  /**
   * Whether an operation has to succeed that begins now.
   *
   * @param well so many nodes are well and can talk with the coordinator both ways, itself among them, and so it stays
   */
  public boolean covers(Operation<?> operation, int well) {
    return roomForHints && isPlain(operation) && well >= needed(operation) && hasTimeFor(nodes - well, operation.options());
  }

  private static boolean isPlain(Operation<?> operation) {
    Options options = operation.options();
    boolean known = operation instanceof Operation.Put put && !put.onlyIfAbsent()
        || operation instanceof Operation.Delete
        || operation instanceof Operation.Get;
    return known && options.primaries().isDefault() && options.repair() != Options.Repair.BLOCKING;
  }

  private int needed(Operation<?> operation) {
    var bucket = config.bucket(operation.key().bucket());
    int copies = Math.min(operation.options().n().resolve(bucket.n(), bucket.n()), nodes);
    int usual = operation instanceof Operation.Get ? bucket.r() : bucket.w();
    return bucket.pr() > 0 || bucket.pw() > 0
        ? Integer.MAX_VALUE
        : operation.options().quorum().resolve(copies, Math.min(usual, copies));
  }

  private boolean hasTimeFor(int silent, Options options) {
    long limit = options.timeoutMillis() > 0 ? options.timeoutMillis() : config.quorum().operationTimeoutMillis();
    return (long) (silent + BESIDES) * config.quorum().replicaTimeoutMillis() < limit;
  }

  /**
   * Whether what an operation was told is no matter of reach: one sibling too many, a question that makes no sense, or nothing
   * found without an owner that could say so.
   */
  public static boolean isNoMatterOfReach(Throwable failure, boolean everythingIsWell) {
    return failure instanceof OperationFailure known && switch (known.kind()) {
      case INVALID, TOO_LARGE, PRECONDITION_FAILED, NOT_FOUND -> true;
      case CANNOT_TELL -> !everythingIsWell;
      case QUORUM_MISSED, OVERLOADED, UNREACHABLE, REFUSED -> false;
    };
  }
}
