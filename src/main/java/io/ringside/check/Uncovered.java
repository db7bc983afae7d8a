package io.ringside.check;

import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Things under their dots, until a context covers them. Each is taken once, so that taking for all contexts of a history costs
 * hardly more than their size. Not safe for more than one thread.
 */
final class Uncovered<T> {
  private final TreeMap<Dot, T> left = new TreeMap<>();

  void put(Dot dot, T thing) {
    left.put(dot, thing);
  }

  void putIfAbsent(Dot dot, T thing) {
    left.putIfAbsent(dot, thing);
  }

  void remove(Dot dot) {
    left.remove(dot);
  }

  /** What the context covers and no other has taken. */
  List<T> takeCoveredBy(CausalContext context) {
    var taken = new ArrayList<T>();
    context.clock().counters().forEach((actor, counter) -> {
      NavigableMap<Dot, T> covered = upTo(actor, counter);
      taken.addAll(covered.values());
      covered.clear();
    });
    for (Dot dot : context.dots()) {
      T thing = left.remove(dot);
      if (thing != null) {
        taken.add(thing);
      }
    }
    return taken;
  }

  private NavigableMap<Dot, T> upTo(Actor actor, long counter) {
    return left.subMap(new Dot(actor, 1), true, new Dot(actor, counter), true);
  }
}
