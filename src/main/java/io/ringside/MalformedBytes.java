package io.ringside;

/** Says that bytes are not what they should be: a token that was edited, a record that was torn, a foreign message. */
public final class MalformedBytes extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedBytes(String reason) {
    super(reason);
  }
}
