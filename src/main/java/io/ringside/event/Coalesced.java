package io.ringside.event;

import io.ringside.Key;
import io.ringside.ring.RingHash;

/**
 * Stands, where a node says more than anybody can look at, for events that follow each other and are left out. Immutable.
 *
 * @param first the number of the first of them
 * @param answered how many operations were answered meanwhile
 * @param failed how many were not
 */
public record Coalesced(long first, long answered, long failed) implements Described {
  /*
   * An operation has about five events, everything else that happens few: so what is left out is only what is about a key. Of one key
   * in so many all is told, on all nodes: operations, versions and waits of those remain as they are, and are a fair sample. Which ones
   * these are is told by the hash that places them, so that whoever reads knows of which others nothing is known any more.
   */
  private static final int ONE_IN = 64;

  /** Before any was left out. */
  public static Coalesced from(long first) {
    return new Coalesced(first, 0, 0);
  }

  /** Whether it is one of those that may be left out. */
  public static boolean leavesOut(Excerpt event) {
    return event.key().filter(key -> !isTold(key)).isPresent();
  }

  static boolean isTold(Key key) {
    return RingHash.positionOf(key) % ONE_IN == 0; // Of a power of two the same for unsigned numbers.
  }

  public Coalesced and(Excerpt event) {
    return switch (event.answer()) {
      case NONE -> this;
      case SUCCESS -> new Coalesced(first, answered + 1, failed);
      case FAILURE -> new Coalesced(first, answered, failed + 1);
    };
  }

  @Override
  public String kind() {
    return "events.coalesced";
  }

  @Override
  public void describe(Fields to) {
    to.big("first", first).number("answered", answered).number("failed", failed).number("oneIn", ONE_IN);
  }
}
