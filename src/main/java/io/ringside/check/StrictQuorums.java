package io.ringside.check;

import io.ringside.Key;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What strict quorums promise: I9 a regular register, I10 nothing deleted comes back. O(n log n) in attempts and contexts. */
final class StrictQuorums {
  private StrictQuorums() {}

  /**
   * I9: a strict read has seen each strict write that was acknowledged before it began, and what it had seen, unless that was
   * reaped before it returned.
   */
  static List<Violation> regular(History history, Reapings reapings) {
    var violations = new ArrayList<Violation>();
    history.byKey().values().forEach(ofKey -> {
      var floor = new Floor();
      Sweep.across(strictAndOk(ofKey), ended -> {
        if (ended.call().isWrite()) {
          floor.add(ended.answer().context());
        }
      }, begins -> {
        if (begins.isRead()) {
          for (Dot missed : floor.missingIn(begins.answer().context(), 1,
              dot -> !reapings.knew(begins.call().key(), dot, begins.returnedMicros()))) {
            violations.add(new Violation("I9", begins + " has not seen " + missed
                + ", which was written, or seen by a write, that was acknowledged before it began; its context is "
                + begins.answer().context()));
          }
        }
      });
    });
    return violations;
  }

  /** I10: no strict read that begins after a strict delete was acknowledged shows what that had deleted. */
  static List<Violation> deletedIsNotRead(History history) {
    var violations = new ArrayList<Violation>();
    history.byKey().values().forEach(ofKey -> {
      var deleted = new Floor();
      Sweep.across(strictAndOk(ofKey), ended -> addDeleted(ended, deleted), begins ->
          begins.answer().found().forEach((dot, version) -> {
            if (!version.isTombstone() && deleted.covers(dot)) {
              violations.add(new Violation("I10", begins + " shows " + dot + ", which was deleted before it began"));
            }
          }));
    });
    return violations;
  }

  /** I10: in the end nothing is left of what an acknowledged delete had deleted. */
  static List<Violation> deletedIsNotLeft(History history, Map<Key, Siblings> finals) {
    var violations = new ArrayList<Violation>();
    finals.forEach((key, left) -> {
      var deleted = new Floor();
      history.byKey().getOrDefault(key, List.of()).stream().filter(Attempt::isOk).forEach(each -> addDeleted(each, deleted));
      left.versions().forEach((dot, version) -> {
        if (!version.isTombstone() && deleted.covers(dot)) {
          violations.add(new Violation("I10", dot + " of " + key + " is there, though an acknowledged delete had seen it"));
        }
      });
    });
    return violations;
  }

  /** Its context has the tombstone's own dot too; tombstones are not asked for. */
  private static void addDeleted(Attempt ended, Floor deleted) {
    if (ended.call().verb() == Attempt.Verb.DELETE) {
      deleted.add(ended.answer().context());
    }
  }

  private static List<Attempt> strictAndOk(List<Attempt> ofKey) {
    return ofKey.stream().filter(attempt -> attempt.call().strict() && attempt.isOk()).toList();
  }
}
