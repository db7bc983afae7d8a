package io.ringside.cluster;

/**
 * One line from a person's command to the process that looks after a cluster. Immutable.
 *
 * @param command {@code status}, {@code restart} or {@code stop}
 * @param member whom it concerns; empty for all
 */
record Order(String token, String command, String member) {
  Order {
    if (token == null || command == null || member == null) {
      throw new IllegalArgumentException("An order says token, command and member, not " + command + " of " + member);
    }
  }
}
