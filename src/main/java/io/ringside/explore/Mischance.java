package io.ringside.explore;

import io.ringside.NodeId;
import io.ringside.env.Mishap;
import io.ringside.env.Mishaps;
import java.util.Random;
import java.util.SortedSet;
import java.util.function.BiConsumer;

/** Strikes one node at the places that a run has chosen, now and then. */
final class Mischance implements Mishaps {
  /** FoundationDB's number: a quarter of the places, a quarter of the times. */
  private static final double USUAL = 0.25;

  /** A crash costs a run more than a batch of one does. */
  private static final double CRASH = 0.01;

  /** Reaping is rare, and has many steps. */
  private static final double CRASH_WHILE_REAPING = 0.1;

  private final NodeId node;
  private final SortedSet<Mishap> places;
  private final Random random;
  private final BiConsumer<NodeId, Mishap> crash;
  private boolean over;

  /** @param crash is told where a crash is due */
  Mischance(NodeId node, SortedSet<Mishap> places, Random random, BiConsumer<NodeId, Mishap> crash) {
    this.node = node;
    this.places = places;
    this.random = random;
    this.crash = crash;
  }

  /** From now on nothing strikes any more. */
  void end() {
    over = true;
  }

  static boolean isCrash(Mishap place) {
    return place == Mishap.MINTED || place == Mishap.STORED || place == Mishap.HINT_DELIVERED || place == Mishap.ERA_STEPPED
        || place == Mishap.REAPED;
  }

  @Override
  public boolean at(Mishap place) {
    if (over || !places.contains(place)) {
      return false;
    }
    if (!isCrash(place)) {
      return random.nextDouble() < USUAL;
    }
    boolean reaping = place == Mishap.ERA_STEPPED || place == Mishap.REAPED;
    if (random.nextDouble() < (reaping ? CRASH_WHILE_REAPING : CRASH)) {
      crash.accept(node, place);
    }
    return false;
  }
}
