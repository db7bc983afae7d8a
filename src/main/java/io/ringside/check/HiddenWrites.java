package io.ringside.check;

import io.ringside.Key;
import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Version;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * I7 of what a read leaves out: an acknowledged write that its context covers is shown, or what is shown stems from one that had
 * seen it. O(n log n) in attempts and contexts, as long as nothing is hidden.
 */
final class HiddenWrites {
  /*
   * A context says "seen" of all that it covers, and the next write with it supersedes that unread. In a record contexts and
   * versions travel together: each dot is there, or a version that had seen it, or one that had seen that. It holds of what nodes
   * lose or reap too, since record and context go at once.
   *
   * Contexts of clients come from records, and so cover what they cover had seen. Hence nearly always the pasts of what is shown
   * are enough, and only what is left then, as behind a token that dropped dots, is looked for version by version.
   */
  private final DotLedger ledger;
  private final TreeMap<Dot, Attempt> acknowledged = new TreeMap<>();
  private final Map<Dot, Origin> origins = new LinkedHashMap<>();

  private record Origin(RequestId request, CausalContext past) {}

  private HiddenWrites(Key key, List<Attempt> ofKey, DotLedger ledger) {
    this.ledger = ledger;
    ledger.versionsOf(key).forEach((dot, version) -> origins.put(dot, new Origin(version.request(), version.past())));
    for (Attempt write : ofKey) {
      if (write.isOkWrite()) {
        RequestId request = write.call().request();
        ledger.dotsOf(request).forEach(dot -> {
          acknowledged.put(dot, write);
          origins.putIfAbsent(dot, new Origin(request, write.past()));
        });
      }
    }
  }

  /** @param ledger was told each change of each record */
  static List<Violation> judge(History history, DotLedger ledger) {
    var violations = new ArrayList<Violation>();
    history.byKey().forEach((key, ofKey) -> {
      var hidden = new HiddenWrites(key, ofKey, ledger);
      ofKey.stream().filter(Attempt::isOkRead).forEach(read -> hidden.judge(read, violations));
    });
    return violations;
  }

  private void judge(Attempt read, List<Violation> to) {
    SortedMap<Dot, Attempt> doubtful = notSeenByWhatIsShown(read);
    if (doubtful.isEmpty()) {
      return;
    }
    TreeSet<RequestId> accounted = accountedForBy(read);
    doubtful.entrySet().stream().filter(entry -> !accounted.contains(entry.getValue().call().request())).findFirst()
        .ifPresent(hidden -> to.add(new Violation("I7", read + " has a context that covers " + hidden.getKey() + " of "
            + hidden.getValue() + ", but shows neither it nor what had seen it: it shows " + read.answer().found().keySet())));
  }

  /** What the context covers of acknowledged writes, and neither is shown nor in the past of what is. */
  private SortedMap<Dot, Attempt> notSeenByWhatIsShown(Attempt read) {
    var shown = new TreeSet<RequestId>();
    CausalContext seen = CausalContext.EMPTY;
    for (Version version : read.answer().found().values()) {
      shown.add(version.request());
      seen = seen.merge(version.past());
    }
    SortedMap<Dot, Attempt> doubtful = beyond(seen, read.answer().context());
    CausalContext past = seen;
    doubtful.values().removeIf(write -> shown.contains(write.call().request())
        || ledger.dotsOf(write.call().request()).stream().anyMatch(past::covers));
    return doubtful;
  }

  private SortedMap<Dot, Attempt> beyond(CausalContext seen, CausalContext context) {
    var beyond = new TreeMap<Dot, Attempt>();
    context.clock().counters().forEach((actor, counter) -> {
      long known = seen.clock().counterOf(actor);
      if (known < counter) {
        beyond.putAll(acknowledged.subMap(new Dot(actor, known + 1), true, new Dot(actor, counter), true));
      }
    });
    for (Dot dot : context.dots()) {
      Attempt write = acknowledged.get(dot);
      if (write != null) {
        beyond.put(dot, write);
      }
    }
    return beyond;
  }

  /** All that is shown stems from, version by version. */
  private TreeSet<RequestId> accountedForBy(Attempt read) {
    var accounted = new TreeSet<RequestId>();
    var left = new Uncovered<Origin>();
    origins.forEach(left::put);
    var pasts = new ArrayDeque<CausalContext>();
    for (Version version : read.answer().found().values()) {
      accounted.add(version.request());
      pasts.add(version.past());
    }
    while (!pasts.isEmpty()) {
      for (Origin origin : left.takeCoveredBy(pasts.poll())) {
        accounted.add(origin.request());
        pasts.add(origin.past());
      }
    }
    return accounted;
  }
}
