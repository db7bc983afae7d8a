package io.ringside.check;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Judges what is left when everything is healed and quiet. Pure. */
public final class Checks {
  private Checks() {}

  /**
   * I1: no acknowledged write is lost. Its version is among the final siblings, or some write that was sent had seen it and so
   * may have superseded it.
   */
  public static List<Violation> noAcknowledgedWriteIsLost(
      List<Write> writes, DotLedger ledger, Map<Key, Siblings> finals) {
    SortedMap<Key, List<Write>> byKey = new TreeMap<>();
    writes.forEach(write -> byKey.computeIfAbsent(write.key(), key -> new ArrayList<>()).add(write));
    var violations = new ArrayList<Violation>();
    byKey.forEach((key, ofKey) -> {
      Siblings left = finals.getOrDefault(key, Siblings.NONE);
      ofKey.stream().filter(Write::acknowledged).filter(write -> !survives(write, left) && !superseded(write, ofKey, ledger))
          .forEach(lost -> violations.add(new Violation("I1",
              "the acknowledged write " + lost.request() + " of " + key + ", " + ledger.dotsOf(lost.request()) + ", is lost: "
                  + left + " is left")));
    });
    return violations;
  }

  private static boolean survives(Write write, Siblings left) {
    return left.versions().values().stream().map(Version::request).anyMatch(write.request()::equals);
  }

  private static boolean superseded(Write write, List<Write> ofKey, DotLedger ledger) {
    return ledger.dotsOf(write.request()).stream()
        .anyMatch(dot -> ofKey.stream().anyMatch(other -> other.past().covers(dot)));
  }

  /** I2: of the final versions none has seen another. */
  public static List<Violation> siblingsAreCausalMaxima(Map<Key, Siblings> finals) {
    var violations = new ArrayList<Violation>();
    finals.forEach((key, left) -> left.versions().forEach((dot, version) -> {
      for (Dot other : left.versions().keySet()) {
        if (version.past().covers(other)) {
          violations.add(new Violation("I2", dot + " of " + key + " had seen " + other + ", and both are there"));
        }
      }
    }));
    return violations;
  }

  /** I6: all owners of a key hold the same. */
  public static List<Violation> ownersAreEqual(Key key, SortedMap<NodeId, Siblings> owners) {
    List<Siblings> different = owners.values().stream().distinct().toList();
    return different.size() <= 1
        ? List.of()
        : List.of(new Violation("I6", "the owners of " + key + " differ: " + owners));
  }

  /** I14: when every node is up and has had time, nobody keeps a hint. */
  public static List<Violation> noHintIsLeft(SortedMap<NodeId, Long> pending) {
    long left = pending.values().stream().mapToLong(Long::longValue).sum();
    return left == 0 ? List.of() : List.of(new Violation("I14", left + " hints are left: " + pending));
  }
}
