package io.ringside.version;

import io.ringside.PackedMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * How many writes of each actor somebody has seen, without gaps. Immutable; {@link #merge} is commutative, associative and
 * idempotent. Source: Lamport-Mattern vector time, as in Dynamo (SOSP 2007), section 4.4.
 */
public record VectorClock(SortedMap<Actor, Long> counters) {
  public static final VectorClock EMPTY = new VectorClock(PackedMap.empty());

  /** How two clocks stand to each other. */
  public enum Order { EQUAL, BEFORE, AFTER, CONCURRENT }

  public VectorClock {
    counters = PackedMap.copyOf(counters);
    counters.forEach((actor, counter) -> {
      if (counter < 1) {
        throw new IllegalArgumentException("A clock counts from 1, not " + actor + ":" + counter);
      }
    });
  }

  public long counterOf(Actor actor) {
    return counters.getOrDefault(actor, 0L);
  }

  public boolean isEmpty() {
    return counters.isEmpty();
  }

  public boolean covers(Dot dot) {
    return counterOf(dot.actor()) >= dot.counter();
  }

  /** True if this clock has seen all that {@code other} has. Every clock descends itself. */
  public boolean descends(VectorClock other) {
    for (Map.Entry<Actor, Long> entry : other.counters.entrySet()) {
      if (counterOf(entry.getKey()) < entry.getValue()) {
        return false;
      }
    }
    return true;
  }

  public Order compare(VectorClock other) {
    boolean descends = descends(other);
    boolean precedes = other.descends(this);
    if (descends) {
      return precedes ? Order.EQUAL : Order.AFTER;
    }
    return precedes ? Order.BEFORE : Order.CONCURRENT;
  }

  public VectorClock merge(VectorClock other) {
    PackedMap<Actor, Long> ours = PackedMap.copyOf(counters);
    var merged = ours.mergedWith(PackedMap.copyOf(other.counters), (mine, theirs) -> theirs > mine ? theirs : mine);
    return merged == ours ? this : new VectorClock(merged);
  }

  /** This clock with {@code actor} counted up to {@code counter}, if it was below. */
  public VectorClock with(Actor actor, long counter) {
    return counterOf(actor) >= counter ? this : new VectorClock(PackedMap.copyOf(counters).with(actor, counter));
  }

  /** {@code {n1:2 n3:1}}. */
  @Override
  public String toString() {
    return counters.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .collect(Collectors.joining(" ", "{", "}"));
  }
}
