package io.ringside.scenario;

/** Something was seen that the scenario does not expect, in words for people. Travels in futures; carries no stack trace. */
class Unexpected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unexpected(String what) {
    super(what, null, false, false);
  }
}
