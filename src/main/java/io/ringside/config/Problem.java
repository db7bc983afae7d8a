package io.ringside.config;

/** One thing wrong with a configuration, and what to do about it; the hint may be empty. Immutable. */
public record Problem(String what, String hint) {
  static Problem of(String what) {
    return new Problem(what, "");
  }

  @Override
  public String toString() {
    return hint.isEmpty() ? what : what + "\n      hint: " + hint;
  }
}
