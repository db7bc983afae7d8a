package io.ringside.check;

import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * I8: how often each session guarantee did not hold, key by key. Where it is promised each time is a violation; elsewhere the
 * counts tell what clients get without it. O(n log n) in attempts and contexts. Not safe for more than one thread.
 */
public final class Sessions {
  /*
   * A read tells what it has seen by its context. The two guarantees about writes are judged by the versions that reads show: a
   * write that no read ever showed breaks nothing that a client could notice.
   */
  private final SortedMap<Guarantee, List<Violation>> broken = new TreeMap<>();

  /** What a session's write must not be seen without. */
  private record Before(Attempt write, Optional<Attempt> lastWrite, CausalContext read) {}

  private Sessions() {
    for (Guarantee guarantee : Guarantee.values()) {
      broken.put(guarantee, new ArrayList<>());
    }
  }

  public static Sessions of(History history) {
    var sessions = new Sessions();
    history.byKey().values().forEach(sessions::judgeKey);
    return sessions;
  }

  private void judgeKey(List<Attempt> ofKey) {
    var bySession = new TreeMap<String, List<Attempt>>();
    ofKey.stream().filter(Attempt::isOk)
        .forEach(each -> bySession.computeIfAbsent(each.call().session(), session -> new ArrayList<>()).add(each));
    var befores = new TreeMap<RequestId, Before>();
    bySession.values().forEach(session -> new OneSession(befores).judge(session));
    ofKey.stream().filter(Attempt::isOkRead)
        .forEach(read -> read.answer().found().values().forEach(version -> judgeShown(read, version, befores)));
  }

  private void judgeShown(Attempt read, Version version, SortedMap<RequestId, Before> befores) {
    Before before = befores.get(version.request());
    if (before == null) {
      return;
    }
    CausalContext seen = read.answer().context();
    before.lastWrite().filter(last -> !seen.covers(last.answer().dot().orElseThrow())).ifPresent(last ->
        add(Guarantee.MONOTONIC_WRITES, read + " shows " + before.write() + " but has not seen the session's write before it, "
            + last));
    if (!seen.covers(before.read())) {
      add(Guarantee.WRITES_FOLLOW_READS, read + " shows " + before.write() + " but has not seen all that the session had read "
          + "before it: " + before.read() + " is not within " + seen);
    }
  }

  private void add(Guarantee guarantee, String text) {
    broken.get(guarantee).add(new Violation("I8", text));
  }

  /** How often the guarantee did not hold. */
  public int count(Guarantee guarantee) {
    return broken.get(guarantee).size();
  }

  /** Each time that it did not hold. */
  public List<Violation> violations(Guarantee guarantee) {
    return Collections.unmodifiableList(broken.get(guarantee));
  }

  private final class OneSession {
    private final SortedMap<RequestId, Before> befores;
    private final Floor written = new Floor();
    private CausalContext read = CausalContext.EMPTY;
    private Optional<Attempt> lastWrite = Optional.empty();

    OneSession(SortedMap<RequestId, Before> befores) {
      this.befores = befores;
    }

    void judge(List<Attempt> ofSession) {
      Sweep.within(ofSession, this::ended, this::begins);
    }

    private void ended(Attempt attempt) {
      if (attempt.isRead()) {
        read = read.merge(attempt.answer().context());
      } else {
        written.add(attempt.answer().dot().orElseThrow());
        lastWrite = Optional.of(attempt);
      }
    }

    private void begins(Attempt attempt) {
      if (attempt.call().isWrite()) {
        befores.put(attempt.call().request(), new Before(attempt, lastWrite, read));
        return;
      }
      CausalContext seen = attempt.answer().context();
      for (Dot missed : written.missingIn(seen, 1)) {
        add(Guarantee.READ_YOUR_WRITES, attempt + " has not seen the session's own write " + missed + ": its context is " + seen);
      }
      if (!seen.covers(read)) {
        add(Guarantee.MONOTONIC_READS, attempt + " went back: its context " + seen + " does not cover " + read
            + ", which the session had read before");
      }
    }
  }
}
