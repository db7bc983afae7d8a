package io.ringside.check;

import io.ringside.Key;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * I4: remembers what every dot was ever seen to name, in any record of any node, and says when it names something else. That is
 * the moment of damage, long before a client loses anything. Costs a look-up for each version that is seen. Not safe for more
 * than one thread.
 */
public final class DotLedger implements EventCheck {
  private final Map<Key, Map<Dot, Version>> versions = new LinkedHashMap<>();
  private final Map<RequestId, TreeSet<Dot>> dotsOfRequests = new LinkedHashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  @Override
  public void saw(LoggedEvent logged) {
    Supplier<String> where = () -> " at " + logged.node() + " at " + Attempt.secondsOf(logged);
    if (logged.event() instanceof Event.Stored stored) {
      saw(stored.key(), stored.siblings().versions(), where);
    } else if (logged.event() instanceof Event.HintStored hinted) {
      saw(hinted.key(), hinted.siblings().versions(), where);
    }
  }

  /** To be told each record of each node, whenever one changes, by who has no events. */
  public void saw(Key key, Siblings siblings) {
    saw(key, siblings.versions(), () -> "");
  }

  private void saw(Key key, SortedMap<Dot, Version> seen, Supplier<String> where) {
    if (seen.isEmpty()) {
      return;
    }
    Map<Dot, Version> known = versions.computeIfAbsent(key, first -> new LinkedHashMap<>());
    seen.forEach((dot, version) -> {
      Version before = known.putIfAbsent(dot, version);
      if (before == null) {
        named(version.request(), dot);
      } else if (!before.equals(version)) {
        differs(key, dot, before, version, known, where);
      }
    });
  }

  private void differs(
      Key key, Dot dot, Version before, Version version, Map<Dot, Version> known, Supplier<String> where) {
    if (isExpiredFormOf(before, version)) {
      known.put(dot, version);
    } else if (!isExpiredFormOf(version, before)) {
      violations.add(new Violation("I4", "the dot " + dot + " of " + key + " names two values" + where.get()
          + ": that of request " + before.request() + " and that of request " + version.request()));
      named(version.request(), dot);
    }
  }

  /** Whether the one is what a reader makes of the other once that has expired. */
  private static boolean isExpiredFormOf(Version one, Version other) {
    return one.isTombstone() && one.equals(other.asOf(Long.MAX_VALUE));
  }

  /** To be told each dot that a client gets for its request: a version may be superseded before any record of it is seen. */
  public void named(RequestId request, Dot dot) {
    dotsOfRequests.computeIfAbsent(request, first -> new TreeSet<>()).add(dot);
  }

  /** To be told what clients were told, if it was not seen otherwise. */
  public void saw(History history) {
    for (Attempt attempt : history.attempts()) {
      attempt.answer().dot().ifPresent(dot -> named(attempt.call().request(), dot));
      saw(attempt.call().key(), attempt.answer().found(), () -> " in the answer to " + attempt);
    }
  }

  /** All dots that a request was ever given: more than one if its first minter was silent. */
  public SortedSet<Dot> dotsOf(RequestId request) {
    return Collections.unmodifiableSortedSet(dotsOfRequests.getOrDefault(request, new TreeSet<>()));
  }

  /** Every version of a key that was ever seen, as they came. */
  Map<Dot, Version> versionsOf(Key key) {
    return Collections.unmodifiableMap(versions.getOrDefault(key, new LinkedHashMap<>()));
  }

  @Override
  public List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }
}
