package io.ringside.check;

import io.ringside.Key;
import io.ringside.check.Attempt.Outcome;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.ContextToken;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Judges each answer by itself: I3 phantoms, I7 contexts, I21 requests shown twice. Pure; O(n log n). */
final class ReadCheck {
  private final Map<RequestId, Attempt> writes = new LinkedHashMap<>();
  private final History history;

  ReadCheck(History history) {
    this.history = history;
    history.attempts().stream().filter(attempt -> attempt.call().isWrite())
        .forEach(write -> writes.put(write.call().request(), write));
  }

  /**
   * I3: every value was written, before it was read, by a write that did not certainly fail. I19: with these very bytes.
   */
  List<Violation> phantoms(Map<Key, Siblings> finals) {
    var violations = new ArrayList<Violation>();
    for (Attempt read : history.attempts()) {
      read.answer().found().forEach((dot, version) ->
          addPhantom(read.call().key(), dot, version, read.returnedMicros(), () -> "found by " + read, violations));
    }
    finals.forEach((key, left) -> left.versions().forEach((dot, version) ->
        addPhantom(key, dot, version, Attempt.NEVER, () -> "left in the end", violations)));
    return violations;
  }

  private void addPhantom(
      Key key, Dot dot, Version version, long seenMicros, Supplier<String> where, List<Violation> to) {
    Attempt write = writes.get(version.request());
    String wrong = write == null || !write.call().key().equals(key) ? "nobody wrote it"
        : write.outcome() == Outcome.FAILED ? write + " was told that it did not happen"
        : write.invokedMicros() > seenMicros ? write + " came later"
        : "";
    if (!wrong.isEmpty()) {
      to.add(new Violation("I3", "the value " + dot + " of " + key + ", " + where.get() + ", is a phantom: " + wrong));
    } else if (!isWhatWasWritten(version, write.call())) {
      to.add(new Violation("I19", "the value " + dot + " of " + key + ", " + where.get()
          + ", has not the bytes that were written: " + write + " wrote others"));
    }
  }

  /** When it expires is settled by the coordinator; what has expired is found as a tombstone. */
  private static boolean isWhatWasWritten(Version version, Attempt.Call call) {
    Optional<Content> bytes = version.content().map(content -> content.expiringAt(Content.NEVER));
    return bytes.equals(call.written()) || bytes.isEmpty() && call.ttlMillis() > 0;
  }

  /** I7: a read's context covers what it came with; a write's is what was supplied and its own dot, nothing unseen. */
  List<Violation> contexts() {
    var violations = new ArrayList<Violation>();
    for (Attempt attempt : history.attempts()) {
      if (attempt.isOkRead()) {
        attempt.answer().found().keySet().stream().filter(dot -> !attempt.answer().context().covers(dot))
            .forEach(dot -> violations.add(new Violation("I7",
                attempt + " found " + dot + ", but its context " + attempt.answer().context() + " does not cover it")));
      } else if (attempt.isOkWrite()) {
        addWrongContext(attempt, violations);
      }
    }
    return violations;
  }

  private static void addWrongContext(Attempt write, List<Violation> to) {
    CausalContext given = write.answer().context();
    Dot dot = write.answer().dot().orElseThrow();
    CausalContext right = write.past().with(dot);
    if (!given.covers(dot)) {
      to.add(new Violation("I7", write + " got the context " + given + ", which does not cover its own dot " + dot));
    } else if (!given.covers(right) && mayNotDropDots(write)) {
      to.add(new Violation("I7", write + " got the context " + given + ", which does not cover what it supplied, " + right));
    }
    if (write.call().supplied().isPresent() && !right.covers(given)) {
      to.add(new Violation("I7", write + " got the context " + given + ", which covers writes that it had not seen: it had "
          + "seen " + right + ". With it the next write would supersede them unread"));
    }
  }

  /** A token keeps so many isolated dots and no more. */
  private static boolean mayNotDropDots(Attempt write) {
    return write.past().dots().size() < ContextToken.MAX_DOTS;
  }

  /** I21: no read, and nothing that is left, shows one request twice. */
  List<Violation> requestsTwice(Map<Key, Siblings> finals) {
    var violations = new ArrayList<Violation>();
    history.attempts().forEach(read ->
        violations.addAll(Checks.noRequestTwice(read.answer().found().entrySet(), () -> "found by " + read)));
    finals.forEach((key, left) ->
        violations.addAll(Checks.noRequestTwice(left.versions().entrySet(), () -> "in what is left of " + key)));
    return violations;
  }
}
