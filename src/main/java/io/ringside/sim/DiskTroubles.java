package io.ringside.sim;

import java.util.EnumMap;

/** Counts what the disks of a simulated cluster could not do. Not safe for more than one thread. */
public final class DiskTroubles {
  private final EnumMap<Damage, Long> unreadable = new EnumMap<>(Damage.class);
  private long full;

  void metFull() {
    full++;
  }

  void met(Damage damage) {
    unreadable.merge(damage, 1L, Long::sum);
  }

  /** Writes that found no room. */
  public long full() {
    return full;
  }

  /** Accesses to bytes to which this had happened, and which failed for it. */
  public long unreadable(Damage damage) {
    return unreadable.getOrDefault(damage, 0L);
  }
}
