package io.ringside.coordination;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.config.BucketConfig;
import io.ringside.config.NodeConfig;
import io.ringside.config.QuorumConfig;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.operation.Options;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.ring.PreferenceList;

/**
 * What one operation asks of whom, with every number settled. Immutable.
 *
 * @param quorum R or W
 * @param primaries PR or PW
 * @param deadlineMillis on the scheduler's clock
 * @param fanoutAll whether a read asks all N at first
 * @param writeBack how many primaries must have what a read answers before it does; 0 if that is nobody's concern
 */
record Plan(PreferenceList list, int quorum, int primaries, long deadlineMillis, boolean fanoutAll, int writeBack) {
  /** A read's plan, or an {@link OperationFailure} that says which number cannot be. */
  static Plan forRead(Key key, Options options, NodeConfig config, ConsistentHashRing ring, long nowMillis) {
    BucketConfig bucket = config.bucket(key.bucket());
    Plan plan = plan(new Names("r", "pr"), bucket.r(), bucket.pr(), key, options, config, ring, nowMillis);
    return options.repair() == Options.Repair.BLOCKING ? plan.writingBack(bucket.w()) : plan;
  }

  /** To W primaries, and to so many that a later read of as many answers meets one of them. */
  private Plan writingBack(int w) {
    int copies = list.primaries().size();
    int needed = Math.max(Math.min(w, copies), copies - quorum + 1);
    return new Plan(list, quorum, primaries, deadlineMillis, fanoutAll, needed);
  }

  /** A write's plan, likewise. */
  static Plan forWrite(Key key, Options options, NodeConfig config, ConsistentHashRing ring, long nowMillis) {
    BucketConfig bucket = config.bucket(key.bucket());
    return plan(new Names("w", "pw"), bucket.w(), bucket.pw(), key, options, config, ring, nowMillis);
  }

  /** What the client calls the two numbers. */
  private record Names(String quorum, String primaries) {}

  /** A bucket's own number is cut to the copies that a small cluster can have; a client's is refused. */
  private static Plan plan(
      Names names, int quorum, int primaries, Key key, Options options, NodeConfig config, ConsistentHashRing ring, long now) {
    checkKey(key, config);
    int bucketN = config.bucket(key.bucket()).n();
    int n = options.n().resolve(bucketN, bucketN);
    check(n >= 1 && n <= bucketN, "n=" + n + " is not between 1 and the bucket's n=" + bucketN, "leave n out");
    PreferenceList list = ring.preferenceList(key, n);
    int copies = list.primaries().size();
    int needed = options.quorum().settle(names.quorum(), copies, Math.min(quorum, copies), 1);
    int neededPrimaries = options.primaries().settle(names.primaries(), copies, Math.min(primaries, copies), 0);
    check(options.timeoutMillis() >= 0 && options.timeoutMillis() <= Options.MAX_TIMEOUT_MILLIS,
        "timeout=" + options.timeoutMillis() + " is not between 0 and " + Options.MAX_TIMEOUT_MILLIS,
        "give milliseconds, or none");
    QuorumConfig defaults = config.quorum();
    long timeout = options.timeoutMillis() > 0 ? options.timeoutMillis() : defaults.operationTimeoutMillis();
    boolean all = options.fanout() == Options.Fanout.DEFAULT
        ? defaults.fanout() == QuorumConfig.Fanout.ALL
        : options.fanout() == Options.Fanout.ALL;
    return new Plan(list, needed, neededPrimaries, now + timeout, all, 0);
  }

  private static void checkKey(Key key, NodeConfig config) {
    int limit = config.limits().keyBytes();
    for (String part : new String[] {key.bucket(), key.name()}) {
      int size = Bytes.utf8(part).size();
      if (size > limit) {
        throw new OperationFailure(Kind.TOO_LARGE, "the key has " + size + " bytes, and the limit is " + limit,
            "use a shorter key, or raise limits.keyBytes on every node");
      }
    }
  }

  private static void check(boolean holds, String reason, String hint) {
    if (!holds) {
      throw new OperationFailure(Kind.INVALID, reason, hint);
    }
  }
}
