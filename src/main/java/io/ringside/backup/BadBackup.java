package io.ringside.backup;

/** A backup that cannot be used: why, and what the operator can do. Nothing was changed. */
public final class BadBackup extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  public BadBackup(String reason, String hint) {
    super(reason);
    this.hint = hint;
  }

  public BadBackup(String reason, String hint, Throwable cause) {
    super(reason, cause);
    this.hint = hint;
  }

  public String hint() {
    return hint;
  }
}
