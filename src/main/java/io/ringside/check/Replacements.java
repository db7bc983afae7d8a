package io.ringside.check;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import io.ringside.version.Replaced;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * I10 for requests that are minted twice: what was replaced does not come back under another dot, beside what replaced it. Costs the
 * size of each record that changes. Not safe for more than one thread.
 */
public final class Replacements implements EventCheck {
  /*
   * What a version replaced is not taken from what it says itself. It follows from what its minter held before: the live versions
   * that the new one's past covers, then what these had replaced, generation by generation, as long as they are no more than a
   * version must remember. If the event before the mint was not seen, the record after it does not fit, and nothing is promised.
   */
  private final TreeMap<NodeId, Map<Key, Siblings>> records = new TreeMap<>();
  private final Map<Key, Map<Dot, List<Generation>>> promised = new LinkedHashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  /** Requests that were replaced at equally many removes, and their dots. */
  private static final class Generation {
    private final TreeMap<RequestId, TreeSet<Dot>> dots = new TreeMap<>();

    void add(RequestId request, Dot dot) {
      dots.computeIfAbsent(request, first -> new TreeSet<>()).add(dot);
    }

    boolean hasUnderAnother(RequestId request, Dot dot) {
      return dots.containsKey(request) && !dots.get(request).contains(dot);
    }
  }

  /** To be told when a node's disk is lost or rolled back on purpose. */
  public void lostData(NodeId node) {
    records.remove(node);
  }

  @Override
  public void saw(LoggedEvent logged) {
    Supplier<String> where = () -> "at " + logged.node() + " at " + Attempt.secondsOf(logged);
    if (logged.event() instanceof Event.NodeUp || logged.event() instanceof Event.Amnesia) {
      lostData(logged.node());
    } else if (logged.event() instanceof Event.RecordQuarantined quarantined) {
      forget(logged.node(), quarantined.key());
    } else if (logged.event() instanceof Event.Reaped gone) {
      forget(logged.node(), gone.key());
    } else if (logged.event() instanceof Event.Forgotten gone) {
      forget(logged.node(), gone.key());
    } else if (logged.event() instanceof Event.HintStored hint) {
      judge(hint.key(), hint.siblings().versions(), () -> "in a hint " + where.get(), violations);
    } else if (logged.event() instanceof Event.Stored stored) {
      Siblings before = records.computeIfAbsent(logged.node(), first -> new LinkedHashMap<>())
          .put(stored.key(), stored.siblings());
      stored.minted().ifPresent(dot -> minted(stored.key(), before, dot, stored.siblings()));
      judge(stored.key(), stored.siblings().versions(), where, violations);
    }
  }

  private void forget(NodeId node, Key key) {
    records.getOrDefault(node, new LinkedHashMap<>()).remove(key);
  }

  private void minted(Key key, Siblings before, Dot dot, Siblings after) {
    Version version = after.versions().get(dot);
    if (before == null || version == null) {
      return;
    }
    var superseded = new TreeMap<Dot, Version>();
    var left = new TreeMap<Dot, Version>();
    before.versions().forEach((old, its) -> (version.past().covers(old) ? superseded : left).put(old, its));
    left.put(dot, version);
    CausalContext expected = before.context().merge(version.past()).with(dot);
    if (expected.equals(after.context()) && left.keySet().equals(after.versions().keySet())) {
      Map<Dot, List<Generation>> known = promised.computeIfAbsent(key, first -> new LinkedHashMap<>());
      known.putIfAbsent(dot, generations(version.request(), superseded, known));
    }
  }

  private static List<Generation> generations(
      RequestId own, SortedMap<Dot, Version> superseded, Map<Dot, List<Generation>> known) {
    var seen = new TreeSet<>(List.of(own, RequestId.NONE));
    var generations = new ArrayList<Generation>();
    var direct = new Generation();
    superseded.forEach((dot, version) -> direct.add(version.request(), dot));
    Generation next = direct;
    for (int rank = 0; next != null; rank++) {
      next.dots.keySet().removeAll(seen);
      seen.addAll(next.dots.keySet());
      if (seen.size() - 2 > Replaced.LIMIT) {
        break;
      }
      if (!next.dots.isEmpty()) {
        generations.add(next);
      }
      next = ofAll(superseded, known, rank);
    }
    return generations;
  }

  /** What all of them had replaced at so many removes; null if none had so many. */
  private static Generation ofAll(SortedMap<Dot, Version> versions, Map<Dot, List<Generation>> known, int rank) {
    Generation all = null;
    for (Dot dot : versions.keySet()) {
      List<Generation> its = known.getOrDefault(dot, List.of());
      if (rank < its.size()) {
        all = all == null ? new Generation() : all;
        for (var request : its.get(rank).dots.entrySet()) {
          for (Dot under : request.getValue()) {
            all.add(request.getKey(), under);
          }
        }
      }
    }
    return all;
  }

  private void judge(Key key, SortedMap<Dot, Version> shown, Supplier<String> where, List<Violation> to) {
    if (shown.size() < 2) {
      return;
    }
    Map<Dot, List<Generation>> known = promised.getOrDefault(key, new LinkedHashMap<>());
    shown.keySet().forEach(by -> known.getOrDefault(by, List.of()).forEach(generation -> shown.forEach((dot, version) -> {
      if (generation.hasUnderAnother(version.request(), dot)) {
        to.add(new Violation("I10", "the request " + version.request() + " of " + key + " is there once more as " + dot + ", "
            + where.get() + ", beside " + by + ", which replaced it as " + generation.dots.get(version.request())));
      }
    })));
  }

  /** What reads have found, and what is left in the end. */
  List<Violation> judge(History history, Map<Key, Siblings> finals) {
    var found = new ArrayList<Violation>();
    history.attempts().forEach(read -> judge(read.call().key(), read.answer().found(), () -> "found by " + read, found));
    finals.forEach((key, left) -> judge(key, left.versions(), () -> "in what is left", found));
    return found;
  }

  @Override
  public List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }
}
