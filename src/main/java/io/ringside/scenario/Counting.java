package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.scenario.Sightings.Fate;
import io.ringside.scenario.Sightings.Hint;
import io.ringside.scenario.Sightings.Suspicion;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts what has happened since the scenario began: its keys' hints and repairs, suspicions, and operations that failed. */
final class Counting {
  private final ConsistentHashRing ring;
  private final ClusterShape shape;
  private final SortedSet<Key> keys;
  private final Journal journal;
  private final Sightings sightings;

  Counting(ConsistentHashRing ring, ClusterShape shape, SortedSet<Key> keys, Journal journal, Sightings sightings) {
    this.ring = ring;
    this.shape = shape;
    this.keys = keys;
    this.journal = journal;
    this.sightings = sightings;
  }

  Future<List<String>> hintsTold(Expectation.HintsTold expected) {
    String what = "hints " + expected.fate().name().toLowerCase(Locale.ROOT)
        + expected.target().map(target -> " for " + target).orElse("");
    return judged(what, bound(expected.wanted(), expected.target()), hints(expected.fate(), expected.target()).size());
  }

  /** @param of the node that is named */
  private Bound bound(HowMany wanted, Optional<NodeId> of) {
    return switch (wanted.like()) {
      case NUMBER -> wanted.bound();
      case KEYS -> Bound.exactly(keysOf(of.orElseThrow()));
      case STORED -> Bound.exactly(hints(Fate.STORED, of).size());
    };
  }

  Future<List<String>> hintsOnlyFor(Expectation.HintsOnlyFor expected) {
    SortedMap<NodeId, Integer> counts = new TreeMap<>();
    hints(Fate.STORED, Optional.empty()).forEach(hint -> counts.merge(hint.target(), 1, Integer::sum));
    return counts.keySet().equals(expected.targets())
        ? Future.succeededFuture(List.of("hints by target: " + counts))
        : Future.failedFuture(new Unexpected(
            "expected hints for " + expected.targets() + " and for nobody else, but by target there were " + counts));
  }

  Future<List<String>> repairs(Expectation.Repaired expected) {
    var counted = new TreeSet<>(sightings.repairs(expected.mender()));
    counted.removeIf(repair -> !keys.contains(repair.key())
        || expected.target().isPresent() && !expected.target().get().equals(repair.target()));
    String what = "repaired by " + expected.mender().name().toLowerCase(Locale.ROOT)
        + expected.target().map(target -> " of " + target).orElse("");
    return judged(what, bound(expected.wanted(), expected.target()), counted.size());
  }

  Future<List<String>> suspicions(Expectation.Suspicions expected) {
    SortedSet<Suspicion> counted = sightings.suspicions();
    expected.node().ifPresent(node -> counted.removeIf(suspicion -> !suspicion.node().equals(node)));
    return judged("suspicions" + expected.node().map(node -> " of " + node).orElse(""), expected.bound(), counted.size());
  }

  Future<List<String>> degraded(Expectation.Degraded expected) {
    SortedSet<NodeId> degraded = sightings.degraded();
    String seen = "degraded: " + (degraded.isEmpty() ? "nobody" : degraded);
    return degraded.equals(expected.nodes())
        ? Future.succeededFuture(List.of(seen))
        : Future.failedFuture(new Unexpected("expected " + expected.nodes() + ", but " + seen));
  }

  Future<List<String>> failedOperations(Expectation.FailedOperations expected) {
    return expected.notApplied()
        ? judged("operations that failed without being applied, of " + journal.failures() + " that failed", expected.bound(),
            journal.notApplied())
        : judged("failed operations of " + journal.operations(), expected.bound(), journal.failures());
  }

  private static Future<List<String>> judged(String what, Bound bound, long count) {
    return bound.holds(count)
        ? Future.succeededFuture(List.of(what + ": " + count))
        : Future.failedFuture(new Unexpected("expected " + bound + ", but " + what + ": " + count));
  }

  private SortedSet<Hint> hints(Fate fate, Optional<NodeId> target) {
    var hints = new TreeSet<>(sightings.hints(fate));
    hints.removeIf(hint -> !keys.contains(hint.key()) || target.isPresent() && !target.get().equals(hint.target()));
    return hints;
  }

  private long keysOf(NodeId owner) {
    return keys.stream().filter(key -> ring.preferenceList(key, shape.n()).primaries().contains(owner)).count();
  }
}
