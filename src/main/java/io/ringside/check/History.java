package io.ringside.check;

import io.ringside.Key;
import io.ringside.version.RequestId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that clients asked and were told, from the first write on, in the order in which they asked. Immutable. It knows nothing
 * of where it was recorded, simulation or real cluster.
 */
public final class History {
  private final List<Attempt> attempts;
  private final SortedMap<Key, List<Attempt>> byKey = new TreeMap<>();

  /** Attempts that were made at the same time keep their order. */
  public History(Collection<Attempt> attempts) {
    var ordered = new ArrayList<>(attempts);
    ordered.sort(Comparator.comparingLong(Attempt::invokedMicros));
    this.attempts = Collections.unmodifiableList(ordered);
    var requests = new LinkedHashSet<RequestId>();
    for (Attempt attempt : ordered) {
      if (attempt.call().isWrite() && !requests.add(attempt.call().request())) {
        throw new IllegalArgumentException("A request is one attempt, retries and all, but there are two of "
            + attempt.call().request());
      }
      byKey.computeIfAbsent(attempt.call().key(), key -> new ArrayList<>()).add(attempt);
    }
    byKey.replaceAll((key, ofKey) -> Collections.unmodifiableList(ofKey));
  }

  public List<Attempt> attempts() {
    return attempts;
  }

  /** The attempts at each key, in order: keys do not depend on each other. */
  public SortedMap<Key, List<Attempt>> byKey() {
    return Collections.unmodifiableSortedMap(byKey);
  }

  /**
   * All writes that may have happened. What a read has shown that waited for its repair is as good as acknowledged: W owners have
   * it.
   */
  public List<Write> writes() {
    var vouchedFor = new TreeSet<RequestId>();
    attempts.stream().filter(attempt -> attempt.isOkRead() && attempt.witnesses().hold())
        .forEach(read -> read.answer().found().values().forEach(version -> vouchedFor.add(version.request())));
    return attempts.stream()
        .filter(attempt -> attempt.call().isWrite() && attempt.outcome() != Attempt.Outcome.FAILED)
        .map(attempt -> new Write(attempt.call().key(), attempt.call().request(), attempt.past(),
            attempt.isOk() || vouchedFor.contains(attempt.call().request())))
        .toList();
  }
}
