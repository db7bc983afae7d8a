package io.ringside.check;

import io.ringside.Key;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * I1 of writes that are minted once more, too late: no version supersedes a write that was begun after its own request had been
 * answered. O(n log n) in versions and contexts.
 */
final class LateMints {
  /*
   * A request that was answered is over. Somebody may still carry it out once more, for a try of its client that was slow; if what
   * it supersedes is settled only then, as for a delete of whatever is found, newer writes vanish that nobody meant to delete.
   *
   * Versions are taken from the latest answer back, and the dots of all writes that were begun after it are put down meanwhile: a
   * context covers one of them if it covers the first of some actor.
   */
  private final Key key;
  private final DotLedger ledger;
  private final List<Attempt> writes;
  private final TreeMap<Dot, Attempt> later = new TreeMap<>();

  private record Answered(Dot dot, Version version, Attempt request) {}

  private LateMints(Key key, List<Attempt> ofKey, DotLedger ledger) {
    this.key = key;
    this.ledger = ledger;
    this.writes = ofKey.stream().filter(attempt -> attempt.call().isWrite()).toList();
  }

  /** @param ledger was told of the versions that were seen */
  static List<Violation> judge(History history, DotLedger ledger) {
    var violations = new ArrayList<Violation>();
    history.byKey().forEach((key, ofKey) -> new LateMints(key, ofKey, ledger).judge(violations));
    return violations;
  }

  private void judge(List<Violation> to) {
    int next = writes.size() - 1;
    for (Answered each : answeredLastFirst()) {
      for (; next >= 0 && writes.get(next).invokedMicros() > each.request().returnedMicros(); next--) {
        Attempt write = writes.get(next);
        ledger.dotsOf(write.call().request()).forEach(dot -> later.put(dot, write));
      }
      Dot wiped = firstCoveredBy(each.version().past());
      if (wiped != null) {
        to.add(new Violation("I1", each.dot() + " of " + key + " supersedes " + wiped + " of " + later.get(wiped)
            + ", which was begun after its own request had been answered: it is of " + each.request()));
      }
    }
  }

  private List<Answered> answeredLastFirst() {
    var requests = new TreeMap<RequestId, Attempt>();
    writes.stream().filter(Attempt::isOk).forEach(write -> requests.put(write.call().request(), write));
    var answered = new ArrayList<Answered>();
    ledger.versionsOf(key).forEach((dot, version) -> {
      Attempt request = requests.get(version.request());
      if (request != null) {
        answered.add(new Answered(dot, version, request));
      }
    });
    answered.sort(Comparator.comparingLong((Answered each) -> each.request().returnedMicros()).reversed());
    return answered;
  }

  /** Null if it covers none of the later writes. */
  private Dot firstCoveredBy(CausalContext past) {
    for (Actor actor : past.clock().counters().keySet()) {
      Dot first = later.ceilingKey(new Dot(actor, 1));
      if (first != null && past.covers(first)) {
        return first;
      }
    }
    return past.dots().stream().filter(later::containsKey).findFirst().orElse(null);
  }
}
