package io.ringside.message;

import io.ringside.Bytes;
import java.util.Locale;
import java.util.Optional;

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
  public static sealed class Unavailable extends Failure permits Unreadable, Declined {
    private static final long serialVersionUID = 1L;

    public Unavailable(String reason) {
      super(reason);
    }
  }

  /**
   * An answer: cannot take this one now (no room for another hint, a record that is put aside, a partition that is caught up with).
   * It says nothing of how well the node is.
   */
  public static final class Declined extends Unavailable {
    private static final long serialVersionUID = 1L;

    public Declined(String reason) {
      super(reason);
    }
  }

  /**
   * The disk gave bytes that are not those that were written: they are there, and are lost. For others it is {@link Unavailable};
   * the node itself can put aside what it cannot read.
   */
  public static final class Unreadable extends Unavailable {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Bytes> behind;

    /** A record that was asked for. */
    public Unreadable(String reason) {
      this(reason, Optional.empty());
    }

    /** What a scan met; it can go on after {@code behind}, unless nothing behind can be read either. */
    public Unreadable(String reason, Optional<Bytes> behind) {
      super(reason);
      this.behind = behind;
    }

    public Optional<Bytes> behind() {
      return behind;
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

  /**
   * An answer: what you bring comes from an earlier era than mine of its partition, and a tombstone that held it down may have been
   * reaped since. It did not happen; begin anew, in this era.
   */
  public static final class Outdated extends Failure {
    private static final long serialVersionUID = 1L;

    private final long era;

    public Outdated(long era, String reason) {
      super(reason);
      this.era = era;
    }

    /** The era of the one that answers. */
    public long era() {
      return era;
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
