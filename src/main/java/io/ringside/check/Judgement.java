package io.ringside.check;

import io.ringside.Key;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@link Judge} found, and what can be measured besides. Immutable.
 *
 * @param history that was judged
 * @param linearizability of each key; empty if it was not promised
 */
public record Judgement(
    List<Violation> violations, History history, SortedMap<Key, Linearizability.Result> linearizability) {
  public Judgement {
    violations = List.copyOf(violations);
    linearizability = Collections.unmodifiableSortedMap(new TreeMap<>(linearizability));
  }

  /** No violation, which does not say that everything could be decided. */
  public boolean ok() {
    return violations.isEmpty();
  }

  /** Measures how often each session guarantee did not hold, promised or not. */
  public Sessions sessions() {
    return Sessions.of(history);
  }

  /** Measures how stale the reads were. */
  public Staleness staleness() {
    return Staleness.of(history);
  }

  /** Keys of which nobody knows, in so many steps or for what expires, whether they behave like registers. */
  public long undecided() {
    return linearizability.values().stream()
        .filter(result -> result.verdict() == Linearizability.Verdict.UNDECIDED).count();
  }

  public SortedMap<String, List<Violation>> byInvariant() {
    var grouped = new TreeMap<String, List<Violation>>();
    violations.forEach(each -> grouped.computeIfAbsent(each.invariant(), first -> new ArrayList<>()).add(each));
    return grouped;
  }
}
