package io.ringside.check;

/** Says that lines are not a history that this build can read, and which line is not. */
public final class MalformedHistory extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedHistory(String reason) {
    super(reason);
  }
}
