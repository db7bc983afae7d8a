package io.ringside.check;

import io.ringside.check.Attempt.Outcome;
import io.ringside.version.Dot;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** I3 that no read need show: a write whose client was told that it did not happen has no dot anywhere. O(n log n) in writes. */
final class DeniedWrites {
  private DeniedWrites() {}

  static List<Violation> judge(History history, DotLedger ledger) {
    var violations = new ArrayList<Violation>();
    for (Attempt write : history.attempts()) {
      if (write.call().isWrite() && write.outcome() == Outcome.FAILED) {
        SortedSet<Dot> dots = ledger.dotsOf(write.call().request());
        if (!dots.isEmpty()) {
          violations.add(new Violation("I3", write + " was told that it did not happen, but it was stored, as " + dots));
        }
      }
    }
    return violations;
  }
}
