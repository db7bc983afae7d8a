package io.ringside.fault;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How much worse one direction of a link is than it would be. Immutable.
 *
 * @param loss the chance, 0 to 1, that a message is lost
 * @param duplication the chance, 0 to 1, that a message arrives twice
 * @param delayMillis what every message is late by
 */
public record LinkTrouble(double loss, double duplication, long delayMillis) {
  /** As good as the network is. */
  public static final LinkTrouble NONE = new LinkTrouble(0, 0, 0);

  /** Longer than anybody waits for an answer: more is never asked for. How a scenario ends waits until the last message is there. */
  public static final long MAX_DELAY_MILLIS = 60_000;

  public LinkTrouble {
    if (!(loss >= 0 && loss <= 1 && duplication >= 0 && duplication <= 1)) {
      throw new IllegalArgumentException("Chances are between 0 and 1, not " + loss + " and " + duplication);
    }
    if (delayMillis < 0) {
      throw new IllegalArgumentException("A delay is not negative: " + delayMillis);
    }
  }

  public LinkTrouble withLoss(double chance) {
    return new LinkTrouble(chance, duplication, delayMillis);
  }

  public LinkTrouble withDuplication(double chance) {
    return new LinkTrouble(loss, chance, delayMillis);
  }

  public LinkTrouble withDelay(long millis) {
    return new LinkTrouble(loss, duplication, millis);
  }

  /** Each part of it under the name that the event log has for it. */
  SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    if (loss > 0) {
      names.add("loss " + percent(loss));
    }
    if (duplication > 0) {
      names.add("duplication " + percent(duplication));
    }
    if (delayMillis > 0) {
      names.add("delay " + delayMillis + "ms");
    }
    return Collections.unmodifiableSortedSet(names);
  }

  private static String percent(double chance) {
    return BigDecimal.valueOf(chance).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
  }
}
