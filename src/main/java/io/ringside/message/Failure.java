package io.ringside.message;

import java.util.Locale;

/**
 * Why an answer did not come, or was a no. Travels in futures, carries no stack trace, and is reported once, at the edge.
 * Anything else in a future is a bug.
 */
public abstract sealed class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Failure(String reason) {
    super(reason, null, false, false);
  }

  /** Silence: nothing came back. It may or may not have happened. */
  public static final class Unreachable extends Failure {
    private static final long serialVersionUID = 1L;

    public Unreachable(String reason) {
      super(reason);
    }
  }

  /** An answer: cannot take it now (disk full, overloaded, starting, stopping). It did not happen. */
  public static final class Unavailable extends Failure {
    private static final long serialVersionUID = 1L;

    public Unavailable(String reason) {
      super(reason);
    }
  }

  /** An answer: will not take it (a bug, a limit, another cluster). It did not happen, and will not elsewhere. */
  public static final class Refused extends Failure {
    private static final long serialVersionUID = 1L;

    private final Why why;

    /** The bytes count from 0: never change their order. */
    public enum Why {
      /** Something is wrong with the asker, the answerer, or what one of them knows of the cluster. */
      BUG,
      /** It would pass a named limit, and the client can do something about it. */
      LIMIT
    }

    public Refused(String reason) {
      this(Why.BUG, reason);
    }

    public Refused(Why why, String reason) {
      super(reason);
      this.why = why;
    }

    public Why why() {
      return why;
    }
  }

  /** In words, for people: this ends in logs and on screens. */
  @Override
  public String toString() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT) + ": " + getMessage();
  }

  /** True if another node may do in place of the one that failed so. A refusal never leads there. */
  public static boolean leadsToFallback(Throwable failure) {
    return failure instanceof Unreachable || failure instanceof Unavailable;
  }

  /** What a replica answers when something went wrong inside: an exception is a refusal, never silence. */
  public static Failure asAnswer(Throwable thrown) {
    return thrown instanceof Failure failure ? failure : new Refused("internal error: " + thrown);
  }
}
