package io.ringside.check;

import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * I1 and I10 of values that expire: alive until their time has come, by the clock of whoever looks, and dead from then on. For runs
 * of which it is known how far clocks are apart. Immutable; O(n log n) in attempts and versions.
 */
public final class Lifetimes {
  /*
   * When a value expires is settled by a coordinator, by its own clock, while its client waits; others find by theirs that it has.
   * So what is found dead was asked for a whole life before, and what is found alive was answered less than a life before, give or
   * take what clocks are apart. Two mints of one request may have been settled by two coordinators, of which one may be late: then
   * nothing is said of the end.
   */
  /** Attempts have microseconds, clocks have not. */
  private static final long ROUNDING_MILLIS = 2;

  private final boolean known;
  private final long zeroMillis;
  private final long apartMillis;

  /** Of nodes of whose clocks nobody knows anything: nothing is judged. */
  Lifetimes() {
    this(false, 0, 0);
  }

  /**
   * @param zeroMillis what a wall clock that is right shows when attempts begin to be timed
   * @param apartMillis how far any two wall clocks of the run are apart, that one among them
   */
  Lifetimes(long zeroMillis, long apartMillis) {
    this(true, zeroMillis, apartMillis + ROUNDING_MILLIS);
  }

  private Lifetimes(boolean known, long zeroMillis, long apartMillis) {
    this.known = known;
    this.zeroMillis = zeroMillis;
    this.apartMillis = apartMillis;
  }

  /** A put, and whether what is stored of it was settled before it was answered. */
  private record Life(Attempt put, boolean settled) {
    long earliestEnd() {
      return put.invokedMicros() / 1000 + put.call().ttlMillis();
    }

    long latestEnd() {
      return settled ? put.returnedMicros() / 1000 + put.call().ttlMillis() : Long.MAX_VALUE / 2;
    }

    String words() {
      return ": it is of " + put + ", and lives for " + seconds(put.call().ttlMillis());
    }
  }

  List<Violation> judge(History history, DotLedger ledger) {
    var violations = new ArrayList<Violation>();
    if (known) {
      history.byKey().values().forEach(ofKey -> judge(ofKey, ledger, violations));
    }
    return violations;
  }

  private void judge(List<Attempt> ofKey, DotLedger ledger, List<Violation> to) {
    var lives = new TreeMap<RequestId, Life>();
    for (Attempt put : ofKey) {
      if (put.call().ttlMillis() > 0) {
        SortedSet<Dot> dots = ledger.dotsOf(put.call().request());
        lives.put(put.call().request(), new Life(put, put.isOk() && dots.size() == 1));
      }
    }
    if (!lives.isEmpty()) {
      ledger.versionsOf(ofKey.get(0).call().key()).forEach((dot, version) -> judgeStored(dot, version, lives, to));
      ofKey.stream().filter(Attempt::isOkRead)
          .forEach(read -> read.answer().found().forEach((dot, version) -> judgeFound(read, dot, version, lives, to)));
    }
  }

  private void judgeStored(Dot dot, Version version, Map<RequestId, Life> lives, List<Violation> to) {
    Life life = lives.get(version.request());
    if (life != null && version.content().isPresent()) {
      long end = version.content().get().expiresAtMillis() - zeroMillis;
      if (end < life.earliestEnd() - apartMillis) {
        to.add(new Violation("I1", dot + " expires too early, at " + seconds(end) + life.words()));
      } else if (end > life.latestEnd() + apartMillis) {
        to.add(new Violation("I10", dot + " expires too late, at " + seconds(end) + life.words()));
      }
    }
  }

  private void judgeFound(Attempt read, Dot dot, Version version, Map<RequestId, Life> lives, List<Violation> to) {
    Life life = lives.get(version.request());
    if (life == null) {
      return;
    }
    if (version.isTombstone() && read.returnedMicros() / 1000 < life.earliestEnd() - apartMillis) {
      to.add(new Violation("I1", read + " found " + dot + " dead before its time" + life.words()));
    } else if (!version.isTombstone() && read.invokedMicros() / 1000 > life.latestEnd() + apartMillis) {
      to.add(new Violation("I10", read + " found " + dot + " alive after its time" + life.words()));
    }
  }

  private static String seconds(long millis) {
    return Attempt.seconds(1000 * millis) + " s";
  }
}
