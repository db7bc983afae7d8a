package io.ringside.explore;

import io.ringside.check.History;
import io.ringside.check.Violation;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * What became of one run. Immutable.
 *
 * @param hash of all that happened, in order: the same for the same script and build
 * @param things how many things went into the hash
 * @param operations that clients began
 * @param acknowledged operations, reads among them
 * @param faults that befell the cluster
 * @param messages that nodes sent
 * @param virtualMillis that the run took, healing included
 * @param rare how often the run came into which rare state
 * @param history what clients asked and were told; empty in an {@link Exploration}
 */
public record Report(
    long seed, String hash, long things, int operations, int acknowledged, int refused, int unknown, int faults, long messages,
    long virtualMillis, SortedMap<RareState, Long> rare, History history, List<Violation> violations) {
  public Report {
    violations = List.copyOf(violations);
  }

  /** Of a run that did not come to its end. */
  static Report broken(Script script, Violation why) {
    return new Report(script.setting().seed(), "", 0, 0, 0, 0, 0, 0, 0, 0, Collections.emptySortedMap(),
        new History(List.of()), List.of(why));
  }

  /** The same under the seed that people know, from which the run's own was drawn. */
  Report seededBy(long known) {
    return new Report(known, hash, things, operations, acknowledged, refused, unknown, faults, messages, virtualMillis, rare,
        history, violations);
  }

  /** The same without what clients asked and were told, which is most of it. */
  Report withoutHistory() {
    return new Report(seed, hash, things, operations, acknowledged, refused, unknown, faults, messages, virtualMillis, rare,
        new History(List.of()), violations);
  }

  public boolean ok() {
    return violations.isEmpty();
  }
}
