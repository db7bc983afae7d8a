package io.ringside.check;

import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import java.util.ArrayList;
import java.util.List;

/**
 * I11: no read shows more siblings than the writes allow: one for each line of writes that followed each other. O(n log n) in
 * attempts and contexts.
 */
final class SiblingBound {
  /*
   * Siblings are an antichain of the causal order, and an antichain is no larger than any cover by chains (Dilworth). Here a
   * write goes on with a chain whose latest write it had seen, and begins a new one if there is none. So clients that read before
   * they write keep to about one chain each, however long they go on, and each blind write adds one. So does a second mint of a
   * write: who had seen only one of the two dots leaves the other.
   */
  private SiblingBound() {}

  static List<Violation> judge(History history, DotLedger ledger) {
    var violations = new ArrayList<Violation>();
    history.byKey().values().forEach(ofKey -> judgeKey(ofKey, ledger, violations));
    return violations;
  }

  private static void judgeKey(List<Attempt> ofKey, DotLedger ledger, List<Violation> violations) {
    List<Long> chainsBegan = chainsBegan(ofKey, ledger);
    for (Attempt read : ofKey) {
      int allowed = begunBy(read.returnedMicros(), chainsBegan);
      int shown = read.answer().found().size();
      if (shown > allowed) {
        violations.add(new Violation("I11", read + " shows " + shown + " siblings, but the writes so far followed each other in "
            + allowed + " lines, and of each line only the last can be there"));
      }
    }
  }

  /** When each chain began, in order. */
  private static List<Long> chainsBegan(List<Attempt> ofKey, DotLedger ledger) {
    var latest = new Uncovered<Dot>();
    var began = new ArrayList<Long>();
    for (Attempt write : ofKey) {
      if (!write.call().isWrite() || write.outcome() == Attempt.Outcome.FAILED) {
        continue;
      }
      if (latest.takeCoveredBy(pastOf(write)).isEmpty()) {
        began.add(write.invokedMicros());
      }
      for (int twin = ledger.dotsOf(write.call().request()).size(); twin > 1; twin--) {
        began.add(write.invokedMicros());
      }
      write.answer().dot().ifPresent(dot -> latest.put(dot, dot));
    }
    return began;
  }

  /** A delete without a context learns what it had seen from the answer. */
  private static CausalContext pastOf(Attempt write) {
    return write.call().supplied().orElse(write.answer().context());
  }

  private static int begunBy(long micros, List<Long> began) {
    int low = 0;
    int high = began.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (began.get(middle) <= micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
