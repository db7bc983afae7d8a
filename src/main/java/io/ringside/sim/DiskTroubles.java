package io.ringside.sim;

/** Counts what the disks of a simulated cluster could not do. Not safe for more than one thread. */
public final class DiskTroubles {
  private long full;
  private long unreadable;

  void metFull() {
    full++;
  }

  void metUnreadable() {
    unreadable++;
  }

  /** Writes that found no room. */
  public long full() {
    return full;
  }

  /** Accesses to bytes that had rotted. */
  public long unreadable() {
    return unreadable;
  }
}
