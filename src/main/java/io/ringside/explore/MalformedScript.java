package io.ringside.explore;

/** A run's script that cannot be played as it is written: where, why, and what may have been meant. */
public final class MalformedScript extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  MalformedScript(int line, int column, String reason, String hint) {
    super("line " + line + ", column " + column + ": " + reason, null, false, false);
    this.hint = hint;
  }

  /** May be empty. */
  public String hint() {
    return hint;
  }
}
