package io.ringside.scenario;

/** A scenario that cannot be played as it is written: where, why, and what may have been meant. */
public final class ScenarioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;
  private final String reason;
  private final String hint;

  /** @param hint what to do about it; may be empty */
  ScenarioException(int line, int column, String reason, String hint) {
    super("line " + line + ", column " + column + ": " + reason + (hint.isEmpty() ? "" : "; " + hint), null, false, false);
    this.line = line;
    this.column = column;
    this.reason = reason;
    this.hint = hint;
  }

  /** From 1. */
  public int line() {
    return line;
  }

  /** From 1, where the word begins that cannot be used. */
  public int column() {
    return column;
  }

  public String reason() {
    return reason;
  }

  public String hint() {
    return hint;
  }
}
