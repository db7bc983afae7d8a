package io.ringside.check;

import io.ringside.version.Dot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * I20: how stale the reads were. A measurement, not a verdict: a quorum system promises a rate, not that there is none.
 *
 * @param reads that succeeded
 * @param stale how many of them had not seen some write that was acknowledged before they began
 * @param missed how many writes each stale read had not seen, at most {@link #MOST_COUNTED}, in ascending order
 * @param ageMicros how long before each stale read began the first of those was acknowledged, in ascending order
 */
public record Staleness(int reads, int stale, List<Integer> missed, List<Long> ageMicros) {
  /** More missed writes of one read are not counted, so that a long partition does not make this quadratic. */
  public static final int MOST_COUNTED = 100;

  public Staleness {
    missed = missed.stream().sorted().toList();
    ageMicros = ageMicros.stream().sorted().toList();
  }

  /** O(n log n) in attempts and contexts. */
  public static Staleness of(History history) {
    var missed = new ArrayList<Integer>();
    var ages = new ArrayList<Long>();
    history.byKey().values().forEach(ofKey -> {
      var acknowledged = new Floor();
      var whenMicros = new TreeMap<Dot, Long>();
      Sweep.across(ofKey.stream().filter(Attempt::isOk).toList(),
          ended -> ended.answer().dot().ifPresent(dot -> {
            acknowledged.add(dot);
            whenMicros.put(dot, ended.returnedMicros());
          }),
          begins -> {
            List<Dot> unseen = begins.isRead()
                ? acknowledged.missingIn(begins.answer().context(), MOST_COUNTED)
                : List.of();
            if (!unseen.isEmpty()) {
              missed.add(unseen.size());
              ages.add(begins.invokedMicros() - unseen.stream().mapToLong(whenMicros::get).min().orElseThrow());
            }
          });
    });
    int reads = (int) history.attempts().stream().filter(Attempt::isOkRead).count();
    return new Staleness(reads, missed.size(), missed, ages);
  }
}
