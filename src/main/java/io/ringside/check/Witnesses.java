package io.ringside.check;

import io.ringside.config.BucketConfig;
import io.ringside.config.NodeConfig;
import io.ringside.operation.Explanation;
import io.ringside.operation.Operation;
import io.ringside.operation.Options;

/**
 * How many of a key's N owners surely had a part in an operation that succeeded: what makes a later one meet them. Immutable.
 *
 * @param owners N, as the operation took it; 0 if nobody knows
 * @param heard so many of them at least were among those whose answers a read merged
 * @param holding so many of them at least had on disk what a read answers, before it answered
 */
public record Witnesses(int owners, int heard, int holding) {
  public static final Witnesses UNKNOWN = new Witnesses(0, 0, 0);

  public Witnesses {
    if (heard < 0 || heard > owners || holding < 0 || holding > owners) {
      throw new IllegalArgumentException("Of " + owners + " owners neither " + heard + " are heard nor " + holding + " hold");
    }
  }

  /**
   * Those that a read asks for: PR are heard, and if it waits for its repair, max(W, N - R + 1) hold. Unknown of writes, and of
   * reads that a coordinator refuses.
   *
   * @param config of the cluster's nodes
   * @param nodes so many, which may be fewer than the copies that a bucket wants
   */
  public static Witnesses of(Operation<?> operation, NodeConfig config, int nodes) {
    Options options = operation.options();
    BucketConfig bucket = config.bucket(operation.key().bucket());
    int owners = Math.min(options.n().resolve(bucket.n(), bucket.n()), nodes);
    int r = options.quorum().resolve(owners, Math.min(bucket.r(), owners));
    int pr = options.primaries().resolve(owners, Math.min(bucket.pr(), owners));
    if (!(operation instanceof Operation.Get) || r < 1 || r > owners || pr > owners) {
      return UNKNOWN;
    }
    boolean waits = options.repair() == Options.Repair.BLOCKING;
    return new Witnesses(owners, pr, waits ? Math.max(Math.min(bucket.w(), owners), owners - r + 1) : 0);
  }

  /** With those that a read's explanation names, which no request may have asked for. */
  Witnesses explainedBy(Explanation explanation) {
    long counted = explanation.attempts().stream()
        .filter(part -> part.counted() && part.standsInFor().isEmpty()).count();
    return new Witnesses(owners, Math.min(owners, Math.max(heard, (int) counted)), holding);
  }

  /** Whether it waited for its repair. */
  boolean hold() {
    return holding > 0;
  }

  /** Whether a later read hears one of those that hold, even if so many of them have lost their data meanwhile. */
  boolean areHeardBy(Witnesses later, int losers) {
    return hold() && owners == later.owners && holding + later.heard - losers > owners;
  }
}
