package io.ringside.env;

/** A node's clock and timers. */
public interface Scheduler {
  /**
   * The node's wall clock, in milliseconds since 1970. May jump and differ between nodes: nothing may be decided by it across
   * nodes.
   */
  long wallMillis();

  /** Milliseconds since some moment of this process; never goes back. */
  long nowMillis();

  /** The same clock, finer where it can be: for measuring, never for deciding. */
  default long nowMicros() {
    return nowMillis() * 1000;
  }

  /** Runs a task once, in {@code delayMillis} (0: as soon as what runs now is done), on the node's own context. */
  Timer after(long delayMillis, Runnable task);

  /** A task that has not run yet. */
  interface Timer {
    /** Keeps it from running, if it has not yet. */
    void cancel();
  }
}
