package io.ringside.operation;

import java.util.Optional;

/** Why an operation failed, in words for the client. Travels in futures; carries no stack trace. */
public final class OperationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The bytes count from 0: never change their order. */
  public enum Kind {
    /** The request cannot be carried out by anyone: R > N, W = 0, a context of another key. */
    INVALID,
    /** Key or value beyond the limits, or more siblings than the hard limit. */
    TOO_LARGE,
    /** {@code onlyIfAbsent}, and something is there. */
    PRECONDITION_FAILED,
    /** Fewer than R, W, PR or PW nodes answered. */
    QUORUM_MISSED,
    /** Nothing was found, but no synchronised primary answered: there may be something. */
    CANNOT_TELL,
    /** Too many operations at once; none of this one was carried out. */
    OVERLOADED,
    /** The coordinator itself could not be reached, or did not answer in time. */
    UNREACHABLE,
    /** A node or the coordinator met a bug, or knows another cluster. */
    REFUSED,
    /** A delete without a context found nothing to delete. */
    NOT_FOUND
  }

  /** What may have become of a write that failed. The bytes count from 0: never change their order. */
  public enum Effect {
    /** A read, or a write that certainly nobody stored. */
    NOT_APPLIED,
    /** It may be visible now, later, or never. */
    UNKNOWN
  }

  private final Kind kind;
  private final String hint;
  private final Effect effect;
  private final int stored;
  private final transient Explanation explanation;

  public OperationFailure(Kind kind, String reason, String hint, Effect effect, int stored) {
    this(kind, reason, hint, effect, stored, null);
  }

  private OperationFailure(Kind kind, String reason, String hint, Effect effect, int stored, Explanation explanation) {
    super(reason, null, false, false);
    this.kind = kind;
    this.hint = hint;
    this.effect = effect;
    this.stored = stored;
    this.explanation = explanation;
  }

  public OperationFailure(Kind kind, String reason, String hint) {
    this(kind, reason, hint, Effect.NOT_APPLIED, 0);
  }

  public Kind kind() {
    return kind;
  }

  /** What the client may do about it. */
  public String hint() {
    return hint;
  }

  public Effect effect() {
    return effect;
  }

  /** How many nodes are known to have stored the write. */
  public int stored() {
    return stored;
  }

  /** How it came about, if that was asked. */
  public Optional<Explanation> explanation() {
    return Optional.ofNullable(explanation);
  }

  /** The same failure, and how it came about. */
  public OperationFailure explainedBy(Explanation how) {
    return new OperationFailure(kind, getMessage(), hint, effect, stored, how);
  }

  /** The same failure of an operation of which an earlier try had this effect: if that is open, so is the whole. */
  public OperationFailure after(Effect earlier) {
    return earlier == Effect.NOT_APPLIED || effect == Effect.UNKNOWN
        ? this
        : new OperationFailure(kind, getMessage(), hint, Effect.UNKNOWN, stored, explanation);
  }

  /** True if the same operation may succeed at another coordinator, or later; with its request id it is safe to try. */
  public boolean mayRetry() {
    return kind == Kind.QUORUM_MISSED || kind == Kind.CANNOT_TELL || kind == Kind.OVERLOADED || kind == Kind.UNREACHABLE;
  }
}
