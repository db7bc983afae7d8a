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
   * version must remember. If the event before the mint was not seen, the record after it does not fit, and nothing is promised;
   * nor of what a node mints of a key of which it may have something from before it last started.
   */
  private final TreeMap<NodeId, Map<Key, Siblings>> records = new TreeMap<>();
  private final TreeSet<NodeId> unknown = new TreeSet<>();
  private final Map<Key, Map<Dot, Lineage>> promised = new LinkedHashMap<>();
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

  /** The generations that a version must remember; whether they are all that there were is known of those of which all was seen. */
  private record Lineage(List<Generation> generations, boolean whole) {
    static final Lineage UNSEEN = new Lineage(List.of(), false);
  }

  /** To be told when a node's disk is lost or rolled back on purpose. */
  public void lostData(NodeId node) {
    if (records.remove(node) != null) {
      unknown.add(node);
    }
  }

  @Override
  public void saw(LoggedEvent logged) {
    Supplier<String> where = () -> "at " + logged.node() + " at " + Attempt.secondsOf(logged);
    if (logged.event() instanceof Event.NodeUp || logged.event() instanceof Event.Amnesia) {
      lostData(logged.node());
    } else if (logged.event() instanceof Event.RecordQuarantined quarantined) {
      unknown.add(logged.node());
      forget(logged.node(), quarantined.key());
    } else if (logged.event() instanceof Event.Reaped gone) {
      forget(logged.node(), gone.key());
    } else if (logged.event() instanceof Event.Forgotten gone) {
      forget(logged.node(), gone.key());
    } else if (logged.event() instanceof Event.HintStored hint) {
      judge(hint.key(), hint.siblings().versions(), () -> "in a hint " + where.get(), violations);
    } else if (logged.event() instanceof Event.Stored stored) {
      Siblings seen = records.computeIfAbsent(logged.node(), first -> new LinkedHashMap<>())
          .put(stored.key(), stored.siblings());
      Siblings before = seen == null && !unknown.contains(logged.node()) ? Siblings.NONE : seen;
      stored.minted().ifPresent(dot -> minted(stored.key(), before, dot, stored.siblings()));
      judge(stored.key(), stored.siblings().versions(), where, violations);
    }
  }

  private void forget(NodeId node, Key key) {
    records.getOrDefault(node, new LinkedHashMap<>()).remove(key);
  }

  /** @param before null if it is not known */
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
      Map<Dot, Lineage> known = promised.computeIfAbsent(key, first -> new LinkedHashMap<>());
      known.putIfAbsent(dot, lineage(version.request(), superseded, known));
    }
  }

  /** What one of them had replaced may take the room of what another had: so beyond themselves all is known, or nothing promised. */
  private static Lineage lineage(RequestId own, SortedMap<Dot, Version> superseded, Map<Dot, Lineage> known) {
    List<Lineage> before = superseded.keySet().stream().map(dot -> known.getOrDefault(dot, Lineage.UNSEEN)).toList();
    boolean whole = before.stream().allMatch(Lineage::whole);
    var seen = new TreeSet<>(List.of(own, RequestId.NONE));
    var generations = new ArrayList<Generation>();
    var direct = new Generation();
    superseded.forEach((dot, version) -> direct.add(version.request(), dot));
    Generation next = direct;
    for (int rank = 0; next != null; rank++) {
      next.dots.keySet().removeAll(seen);
      seen.addAll(next.dots.keySet());
      if (seen.size() - 2 > Replaced.LIMIT) {
        return new Lineage(generations, false);
      }
      if (!next.dots.isEmpty()) {
        generations.add(next);
      }
      next = whole ? ofAll(before, rank) : null;
    }
    return new Lineage(generations, whole);
  }

  /** What all of them had replaced at so many removes; null if none had so many. */
  private static Generation ofAll(List<Lineage> before, int rank) {
    Generation all = null;
    for (Lineage one : before) {
      if (rank < one.generations().size()) {
        all = all == null ? new Generation() : all;
        for (var request : one.generations().get(rank).dots.entrySet()) {
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
    Map<Dot, Lineage> known = promised.getOrDefault(key, new LinkedHashMap<>());
    shown.keySet().forEach(by -> known.getOrDefault(by, Lineage.UNSEEN).generations().forEach(generation -> shown.forEach((dot, version) -> {
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
