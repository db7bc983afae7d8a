package io.ringside.check;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Judges what is left when everything is healed and quiet. Pure; near-linear in writes, contexts and final versions. */
public final class Checks {
  private Checks() {}

  /**
   * I1: no acknowledged write is lost. Its version is among the final siblings, or one of these stems from a write that had seen
   * it. Writes of unknown outcome whose dot nobody knows are given the benefit of the doubt.
   */
  public static List<Violation> noAcknowledgedWriteIsLost(
      List<Write> writes, DotLedger ledger, Map<Key, Siblings> finals) {
    return provenances(writes, ledger, finals, new Reapings(), false).stream().flatMap(each -> each.lost().stream()).map(Lost::violation).toList();
  }

  /** One for each key that was written. {@code everythingWasSeen}: whether the ledger was told each change of each record. */
  static List<Provenance> provenances(
      List<Write> writes, DotLedger ledger, Map<Key, Siblings> finals, Reapings reapings, boolean everythingWasSeen) {
    SortedMap<Key, List<Write>> byKey = new TreeMap<>();
    writes.forEach(write -> byKey.computeIfAbsent(write.key(), key -> new ArrayList<>()).add(write));
    return byKey.entrySet().stream().map(ofKey -> new Provenance(ofKey.getKey(), ofKey.getValue(), ledger,
        finals.getOrDefault(ofKey.getKey(), Siblings.NONE), reapings.recordsOf(ofKey.getKey()), everythingWasSeen)).toList();
  }

  /** I2: of the final versions none has seen another. */
  public static List<Violation> siblingsAreCausalMaxima(Map<Key, Siblings> finals) {
    var violations = new ArrayList<Violation>();
    finals.forEach((key, left) -> seenByEachOther(left.versions()).forEach((seen, by) ->
        violations.add(new Violation("I2", by + " of " + key + " had seen " + seen + ", and both are there"))));
    return violations;
  }

  /** The versions that another one had seen, and which. */
  static SortedMap<Dot, Dot> seenByEachOther(SortedMap<Dot, Version> versions) {
    var alive = new Uncovered<Dot>();
    versions.keySet().forEach(dot -> alive.put(dot, dot));
    var seen = new TreeMap<Dot, Dot>();
    versions.forEach((by, version) -> alive.takeCoveredBy(version.past()).forEach(dot -> seen.put(dot, by)));
    return seen;
  }

  /** I6: all owners of a key hold the same. */
  public static List<Violation> ownersAreEqual(Key key, SortedMap<NodeId, Siblings> owners) {
    List<Siblings> different = owners.values().stream().distinct().toList();
    return different.size() <= 1
        ? List.of()
        : List.of(new Violation("I6", "the owners of " + key + " differ: " + owners));
  }

  /** I6: nobody but its owners holds a key. */
  public static List<Violation> nobodyElseHolds(Key key, SortedSet<NodeId> others) {
    return others.isEmpty()
        ? List.of()
        : List.of(new Violation("I6", others + " hold " + key + " though they do not own it"));
  }

  /** I14: when every node is up and has had time, nobody keeps a hint. */
  public static List<Violation> noHintIsLeft(SortedMap<NodeId, Long> pending) {
    long left = pending.values().stream().mapToLong(Long::longValue).sum();
    return left == 0 ? List.of() : List.of(new Violation("I14", left + " hints are left: " + pending));
  }

  /** I21: versions that show one request twice. {@code where} completes the sentence; it is asked for its words only then. */
  static List<Violation> noRequestTwice(Collection<Map.Entry<Dot, Version>> versions, Supplier<String> where) {
    if (versions.size() < 2) {
      return List.of();
    }
    var seen = new TreeMap<RequestId, Dot>();
    var violations = new ArrayList<Violation>();
    versions.forEach(entry -> {
      RequestId request = entry.getValue().request();
      Dot first = request.isNone() ? null : seen.putIfAbsent(request, entry.getKey());
      if (first != null) {
        violations.add(new Violation("I21",
            "the request " + request + " is there twice, as " + first + " and as " + entry.getKey() + ", " + where.get()));
      }
    });
    return violations;
  }
}
