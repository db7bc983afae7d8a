package io.ringside.sim;

import io.ringside.check.Violation;
import java.util.List;

/**
 * How a run went.
 *
 * @param hash of everything that happened: the same for the same seed and build, in every JVM
 * @param events how many lines are in the hash
 * @param operations that have ended; each is acknowledged, refused or unknown
 * @param unknown operations whose client was told that nobody knows
 * @param steps tasks that the world ran
 */
public record SimReport(
    long seed,
    String hash,
    long events,
    int operations,
    int acknowledged,
    int refused,
    int unknown,
    int faults,
    long virtualMillis,
    long steps,
    List<Violation> violations) {
  public SimReport {
    violations = List.copyOf(violations);
  }

  public boolean ok() {
    return violations.isEmpty();
  }
}
