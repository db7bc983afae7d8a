package io.ringside.cli;

/** Thrown by a command that has to stop: the reason and hint are for the person, the exit code for the script. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;
  private final String hint;

  public CommandFailure(int exitCode, String reason, String hint) {
    super(reason);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  public CommandFailure(int exitCode, String reason) {
    this(exitCode, reason, "");
  }

  public int exitCode() {
    return exitCode;
  }

  /** What to do about it; may be empty. */
  public String hint() {
    return hint;
  }
}
