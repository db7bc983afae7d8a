package io.ringside.version;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which writes somebody has seen: a vector clock for those without gaps, and isolated dots beyond. Two blind writes at one node
 * stay distinguishable, since a context that covers a:2 need not cover a:1. Always in normal form: a dot that continues the clock
 * is part of it. Immutable; {@link #merge} is commutative, associative and idempotent.
 */
public record CausalContext(VectorClock clock, SortedSet<Dot> dots) {
  public static final CausalContext EMPTY = new CausalContext(VectorClock.EMPTY, Collections.emptySortedSet());

  public CausalContext {
    if (dots.isEmpty()) {
      dots = Collections.emptySortedSet();
    } else {
      var counters = new TreeMap<>(clock.counters());
      var isolated = new TreeSet<Dot>();
      for (Dot dot : new TreeSet<>(dots)) {
        long seen = counters.getOrDefault(dot.actor(), 0L);
        if (dot.counter() == seen + 1) {
          counters.put(dot.actor(), dot.counter());
        } else if (dot.counter() > seen) {
          isolated.add(dot);
        }
      }
      clock = new VectorClock(counters);
      dots = Collections.unmodifiableSortedSet(isolated);
    }
  }

  public static CausalContext of(VectorClock clock) {
    return new CausalContext(clock, Collections.emptySortedSet());
  }

  public boolean isEmpty() {
    return clock.isEmpty() && dots.isEmpty();
  }

  public boolean covers(Dot dot) {
    return clock.covers(dot) || dots.contains(dot);
  }

  /** True if this context has seen all that {@code other} has. */
  public boolean covers(CausalContext other) {
    return clock.descends(other.clock) && other.dots.stream().allMatch(this::covers);
  }

  public CausalContext merge(CausalContext other) {
    if (covers(other)) {
      return this;
    }
    if (dots.isEmpty() && other.dots.isEmpty()) {
      return of(clock.merge(other.clock));
    }
    var union = new TreeSet<>(dots);
    union.addAll(other.dots);
    return new CausalContext(clock.merge(other.clock), union);
  }

  public CausalContext with(Dot dot) {
    if (covers(dot)) {
      return this;
    }
    if (dots.isEmpty() && dot.counter() == clock.counterOf(dot.actor()) + 1) {
      return of(clock.with(dot.actor(), dot.counter()));
    }
    var more = new TreeSet<>(dots);
    more.add(dot);
    return new CausalContext(clock, more);
  }

  /** The highest counter seen of an actor, gaps or not; 0 if none. */
  public long highestOf(Actor actor) {
    long highest = clock.counterOf(actor);
    for (Dot dot : dots) {
      if (dot.actor().equals(actor)) {
        highest = Math.max(highest, dot.counter());
      }
    }
    return highest;
  }

  /**
   * A context of at most {@code limit} isolated dots, {@code kept} among them if it is one. Dropping a dot may leave a sibling
   * that could have been superseded; it never loses one.
   */
  public CausalContext limitedTo(int limit, Dot kept) {
    if (dots.size() <= limit) {
      return this;
    }
    var fewer = new TreeSet<>(dots);
    for (Dot dot : dots) {
      if (fewer.size() > limit && !dot.equals(kept)) {
        fewer.remove(dot);
      }
    }
    return new CausalContext(clock, fewer);
  }

  /** {@code {n1:2}}, or {@code {n1:2 +n3:4}} where n3's first three writes were not seen. */
  @Override
  public String toString() {
    var text = new StringBuilder(clock.toString());
    text.setLength(text.length() - 1);
    for (Dot dot : dots) {
      text.append(text.length() > 1 ? " +" : "+").append(dot);
    }
    return text.append('}').toString();
  }
}
