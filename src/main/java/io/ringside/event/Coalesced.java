package io.ringside.event;

import io.ringside.Key;
import io.ringside.ring.RingHash;

/**
 * Stands, where a node says more than anybody can look at, for events that follow each other and are left out. Immutable.
 *
 * @param first the number of the first of them
 * @param parts of which parts all is told, a bit for each of the {@link #PARTS}
 * @param answered how many operations were answered meanwhile
 * @param failed how many were not
 */
public record Coalesced(long first, long parts, long answered, long failed) implements Described {
  /*
   * An operation has about five events, everything else that happens few: so what is left out is only what is about a key. All keys are
   * divided into parts, by the hash that places them, and of the keys of some parts all is told, on all nodes: their operations, versions
   * and waits remain as they are, and are a fair sample of the others'. Whoever reads knows of which keys nothing is known any more.
   */
  public static final int PARTS = Long.SIZE;

  /** Nothing is left out. */
  public static final long ALL_PARTS = -1;

  /** Before any was left out. */
  public static Coalesced from(long first, long parts) {
    return new Coalesced(first, parts, 0, 0);
  }

  /** Whether it is one of those that are left out where all is told of {@code parts} alone. */
  public static boolean leavesOut(Excerpt event, long parts) {
    return parts != ALL_PARTS && event.key().filter(key -> !isTold(key, parts)).isPresent();
  }

  static boolean isTold(Key key, long parts) {
    return (parts >>> (RingHash.positionOf(key) & (PARTS - 1)) & 1) == 1;
  }

  public Coalesced and(Excerpt event) {
    return switch (event.answer()) {
      case NONE -> this;
      case SUCCESS -> new Coalesced(first, parts, answered + 1, failed);
      case FAILURE -> new Coalesced(first, parts, answered, failed + 1);
    };
  }

  @Override
  public String kind() {
    return "events.coalesced";
  }

  @Override
  public void describe(Fields to) {
    to.big("first", first).big("parts", parts).number("answered", answered).number("failed", failed);
  }
}
