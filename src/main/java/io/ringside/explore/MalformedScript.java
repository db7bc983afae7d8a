package io.ringside.explore;

/** A run's script that cannot be played as it is written: in which line, why, and what may have been meant. */
public final class MalformedScript extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  MalformedScript(int line, String reason, String hint) {
    super("line " + line + ": " + reason, null, false, false);
    this.hint = hint;
  }

  /** May be empty. */
  public String hint() {
    return hint;
  }
}
