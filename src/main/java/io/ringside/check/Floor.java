package io.ringside.check;

import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Dot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What must have been seen from here on: a context that grows in place. Not safe for more than one thread. */
final class Floor {
  /*
   * A CausalContext would do, but adding to one copies it, and a history's floor may hold as many gaps as it has writes of
   * unknown outcome. Here adding a context costs its own size, and comparing costs the context's size and what is missing from
   * it.
   */
  private final TreeMap<Actor, Long> withoutGaps = new TreeMap<>();
  private final TreeMap<Actor, TreeSet<Long>> beyond = new TreeMap<>();

  void add(Dot dot) {
    long seen = withoutGaps.getOrDefault(dot.actor(), 0L);
    if (dot.counter() == seen + 1) {
      raise(dot.actor(), dot.counter());
    } else if (dot.counter() > seen) {
      beyond.computeIfAbsent(dot.actor(), actor -> new TreeSet<>()).add(dot.counter());
    }
  }

  void add(CausalContext context) {
    context.clock().counters().forEach(this::raise);
    context.dots().forEach(this::add);
  }

  private void raise(Actor actor, long to) {
    if (to <= withoutGaps.getOrDefault(actor, 0L)) {
      return;
    }
    long raised = to;
    TreeSet<Long> further = beyond.get(actor);
    while (further != null && !further.isEmpty() && further.first() <= raised + 1) {
      raised = Math.max(raised, further.pollFirst());
    }
    withoutGaps.put(actor, raised);
  }

  /** Whether nothing must have been seen. */
  boolean isEmpty() {
    return withoutGaps.isEmpty() && beyond.isEmpty();
  }

  boolean covers(Dot dot) {
    return dot.counter() <= withoutGaps.getOrDefault(dot.actor(), 0L)
        || beyond.containsKey(dot.actor()) && beyond.get(dot.actor()).contains(dot.counter());
  }

  /** What is here and not in the context: at most {@code limit} of them. */
  List<Dot> missingIn(CausalContext context, int limit) {
    return missingIn(context, limit, dot -> true);
  }

  /** What is here, is not in the context, and matters: at most {@code limit} of them. */
  List<Dot> missingIn(CausalContext context, int limit, Predicate<Dot> matters) {
    var missing = new ArrayList<Dot>();
    withoutGaps.forEach((actor, last) -> {
      for (long counter = context.clock().counterOf(actor) + 1; counter <= last && missing.size() < limit; counter++) {
        addIfMissing(new Dot(actor, counter), context, matters, missing);
      }
    });
    beyond.forEach((actor, counters) -> {
      for (long counter : counters.tailSet(context.clock().counterOf(actor), false)) {
        if (missing.size() >= limit) {
          return;
        }
        addIfMissing(new Dot(actor, counter), context, matters, missing);
      }
    });
    return missing;
  }

  private static void addIfMissing(Dot dot, CausalContext context, Predicate<Dot> matters, List<Dot> missing) {
    if (!context.covers(dot) && matters.test(dot)) {
      missing.add(dot);
    }
  }
}
