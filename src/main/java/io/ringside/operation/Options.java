package io.ringside.operation;

/**
 * How careful one operation is; what is not said, the bucket's settings say. Immutable.
 *
 * @param n how many replicas there are; not more than the bucket has
 * @param quorum how many answers the operation waits for: R of a read, W of a write
 * @param primaries how many of them must be primaries: PR or PW
 * @param timeoutMillis 0 for the configured one
 * @param fanout how many replicas a read asks at first
 * @param notFoundOk whether a read may say "not found" though no synchronised primary answered
 * @param explain whether the answer tells how it came about
 * @param repair whether a read waits until what it answers is with so many primaries that no later read can miss it
 * @param ttlMillis how long what is written lives, {@link #DEFAULT_TTL} for as long as the bucket says
 */
public record Options(
    Count n, Count quorum, Count primaries, long timeoutMillis, Fanout fanout, boolean notFoundOk, boolean explain,
    Repair repair, long ttlMillis) {
  /** How many replicas a read asks at first. The bytes count from 0: never change their order. */
  public enum Fanout {
    DEFAULT,
    /** All N at once: the fastest answer, the most work. */
    ALL,
    /** As many as are needed, and more when they are slow, within a budget. */
    QUORUM
  }

  /** When a read mends the replicas that it found behind. The bytes count from 0: never change their order. */
  public enum Repair {
    /** After it has answered, within a budget. */
    BACKGROUND,
    /** Before it answers, until max(W, N - R + 1) primaries have what it answers; a read that cannot fails. */
    BLOCKING
  }

  /** The longest that an operation may be told to wait; also the most that configuration allows. */
  public static final long MAX_TIMEOUT_MILLIS = 600_000;

  public static final long DEFAULT_TTL = 0;

  /** The longest life that something written can be given: a hundred years. */
  public static final long MAX_TTL_MILLIS = 100L * 365 * 24 * 3_600_000;

  public static final Options DEFAULTS = new Options(
      Count.DEFAULT, Count.DEFAULT, Count.DEFAULT, 0, Fanout.DEFAULT, false, false, Repair.BACKGROUND, DEFAULT_TTL);

  /** Of a read that comes before a write with these: the bucket's R, since a write's options say nothing of it. */
  public Options ofReadBefore() {
    return DEFAULTS.withN(n).withTimeoutMillis(timeoutMillis);
  }

  public Options withN(Count count) {
    return new Options(count, quorum, primaries, timeoutMillis, fanout, notFoundOk, explain, repair, ttlMillis);
  }

  /** R of a read, W of a write. */
  public Options withQuorum(Count count) {
    return new Options(n, count, primaries, timeoutMillis, fanout, notFoundOk, explain, repair, ttlMillis);
  }

  /** PR of a read, PW of a write. */
  public Options withPrimaries(Count count) {
    return new Options(n, quorum, count, timeoutMillis, fanout, notFoundOk, explain, repair, ttlMillis);
  }

  public Options withTimeoutMillis(long millis) {
    return new Options(n, quorum, primaries, millis, fanout, notFoundOk, explain, repair, ttlMillis);
  }

  public Options withFanout(Fanout wanted) {
    return new Options(n, quorum, primaries, timeoutMillis, wanted, notFoundOk, explain, repair, ttlMillis);
  }

  public Options withNotFoundOk(boolean ok) {
    return new Options(n, quorum, primaries, timeoutMillis, fanout, ok, explain, repair, ttlMillis);
  }

  public Options withExplain(boolean wanted) {
    return new Options(n, quorum, primaries, timeoutMillis, fanout, notFoundOk, wanted, repair, ttlMillis);
  }

  public Options withRepair(Repair wanted) {
    return new Options(n, quorum, primaries, timeoutMillis, fanout, notFoundOk, explain, wanted, ttlMillis);
  }

  /** What is written says deleted after so long, by the clock of whoever looks. */
  public Options withTtlMillis(long millis) {
    return new Options(n, quorum, primaries, timeoutMillis, fanout, notFoundOk, explain, repair, millis);
  }
}
