package io.ringside.check;

/** An invariant that does not hold, by its name in docs/protocol.md ({@code I1}), and how. */
public record Violation(String invariant, String text) {
  @Override
  public String toString() {
    return invariant + ": " + text;
  }
}
