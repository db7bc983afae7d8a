package io.ringside.check;

import io.ringside.Key;
import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What became of the writes of one key: each is there, or superseded by one that is, or lost. O(n log n) in writes and contexts.
 */
final class Provenance {
  /*
   * From the final siblings back, and from what was reaped: what a version that is there had seen is accounted for, and what that had seen, and so on. A
   * record whose context covers a dot has its version, or that of a write that had seen it, or that of one that had seen that:
   * contexts and versions travel together. So in a store that loses nothing every acknowledged write is met on the way. A write
   * that vanished itself excuses nobody, which a mere union of all contexts would overlook.
   *
   * Who does not see every record change may miss a link: a write of unknown outcome whose dot nobody knows. Then all of those
   * count as links.
   */
  private final Key key;
  private final List<Write> writes;
  private final DotLedger ledger;
  private final List<Siblings> ends;
  private final Siblings left;
  private final SortedSet<RequestId> accounted = new TreeSet<>();

  private record Origin(RequestId request, CausalContext past) {}

  /** @param reaped what was there, and was reaped */
  Provenance(
      Key key, List<Write> writes, DotLedger ledger, Siblings left, List<Siblings> reaped, boolean everythingWasSeen) {
    this.key = key;
    this.writes = writes;
    this.ledger = ledger;
    this.left = left;
    this.ends = Stream.concat(Stream.of(left), reaped.stream()).toList();
    trace(everythingWasSeen);
  }

  private void trace(boolean everythingWasSeen) {
    var origins = new Uncovered<Origin>();
    ledger.versionsOf(key).forEach((dot, version) -> origins.put(dot, new Origin(version.request(), version.past())));
    var pasts = new ArrayDeque<CausalContext>();
    for (Write write : writes) {
      SortedSet<Dot> dots = ledger.dotsOf(write.request());
      dots.forEach(dot -> origins.putIfAbsent(dot, new Origin(write.request(), write.past())));
      if (dots.isEmpty() && !write.acknowledged() && !everythingWasSeen) {
        pasts.add(write.past());
      }
    }
    ends.stream().flatMap(end -> end.versions().values().stream()).forEach(version -> {
      accounted.add(version.request());
      pasts.add(version.past());
    });
    while (!pasts.isEmpty()) {
      for (Origin origin : origins.takeCoveredBy(pasts.poll())) {
        accounted.add(origin.request());
        pasts.add(origin.past());
      }
    }
  }

  /** I1: acknowledged writes that are neither there nor superseded by what is there. */
  List<Lost> lost() {
    return writes.stream().filter(Write::acknowledged).filter(write -> !accounted.contains(write.request()))
        .map(lost -> new Lost(key, ledger.dotsOf(lost.request()), "the acknowledged write " + lost.request() + " of " + key + ", "
            + ledger.dotsOf(lost.request()) + ", is lost: " + left
            + " is left, and none of it stems from a write that had seen it"))
        .toList();
  }

  /** I2: versions that are there though a write that was acknowledged had superseded them. */
  List<Violation> undead() {
    var alive = new Uncovered<Dot>();
    left.versions().keySet().forEach(dot -> alive.put(dot, dot));
    var violations = new ArrayList<Violation>();
    for (Write write : writes) {
      if (write.acknowledged()) {
        alive.takeCoveredBy(pastOf(write)).forEach(dot -> violations.add(new Violation("I2", dot + " of " + key
            + " is there, though the acknowledged write " + write.request() + " superseded it")));
      }
    }
    return violations;
  }

  /** As its version says, which knows what a delete without a context found; twice minted, it may be another's that was kept. */
  private CausalContext pastOf(Write write) {
    SortedSet<Dot> dots = ledger.dotsOf(write.request());
    Version version = dots.size() == 1 ? ledger.versionsOf(key).get(dots.first()) : null;
    return version == null ? write.past() : version.past();
  }
}
