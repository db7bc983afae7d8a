package io.ringside.sim;

import io.ringside.NodeId;
import io.ringside.env.Scheduler;
import java.util.PriorityQueue;

/**
 * The clock and the timers of a simulated world. Time stands still while a task runs and jumps to the next one after it. Tasks
 * due at the same moment run in the order in which they were asked for. Not safe for more than one thread.
 */
public final class SimScheduler implements Scheduler {
  /** Where every world's wall clock starts: 2026-01-01T00:00Z. */
  static final long BEGINNING_MILLIS = 1_767_225_600_000L;

  /** More tasks than any run needs: a world that passes it goes round in circles. */
  static final long STEP_LIMIT = 200_000_000;

  private final PriorityQueue<SimTimer> queue = new PriorityQueue<>();
  private final long stepLimit;
  private long nowMicros;
  private long sequence;
  private long steps;

  public SimScheduler() {
    this(STEP_LIMIT);
  }

  SimScheduler(long stepLimit) {
    this.stepLimit = stepLimit;
  }

  /** A new life of a node, from now on, whose wall clock is right. */
  public Life of(NodeId node) {
    return of(node, 0);
  }

  /** A new life of a node, from now on, whose wall clock is ahead by {@code skewMillis}. */
  public Life of(NodeId node, long skewMillis) {
    return new Life(node, 1, this, skewMillis);
  }

  @Override
  public long wallMillis() {
    return BEGINNING_MILLIS + nowMillis();
  }

  @Override
  public long nowMillis() {
    return nowMicros / 1000;
  }

  public long nowMicros() {
    return nowMicros;
  }

  @Override
  public Timer after(long delayMillis, Runnable task) {
    return afterMicros(Math.multiplyExact(delayMillis, 1000L), task);
  }

  /** {@link #after}, finer. */
  public Timer afterMicros(long delayMicros, Runnable task) {
    if (delayMicros < 0) {
      throw new IllegalArgumentException("A delay is not negative: " + delayMicros);
    }
    var timer = new SimTimer(Math.addExact(nowMicros, delayMicros), sequence++, task);
    queue.add(timer);
    return timer;
  }

  /** Runs the next task; false if there is none. */
  public boolean runNext() {
    dropCancelled();
    SimTimer next = queue.poll();
    if (next == null) {
      return false;
    }
    if (++steps > stepLimit) {
      throw new IllegalStateException("More than " + stepLimit + " tasks by " + nowMillis()
          + " ms: the world goes round in circles");
    }
    nowMicros = next.dueMicros;
    next.task.run();
    return true;
  }

  /** Runs all that is due until then, and moves the clock there. */
  public void runUntil(long millis) {
    long untilMicros = Math.multiplyExact(millis, 1000L);
    dropCancelled();
    while (!queue.isEmpty() && queue.peek().dueMicros <= untilMicros) {
      runNext();
      dropCancelled();
    }
    nowMicros = Math.max(nowMicros, untilMicros);
  }

  public void runFor(long millis) {
    runUntil(nowMillis() + millis);
  }

  /** How many tasks have run: how far two runs of one seed agree. */
  public long steps() {
    return steps;
  }

  private void dropCancelled() {
    while (!queue.isEmpty() && queue.peek().cancelled) {
      queue.poll();
    }
  }

  /** A task in the queue. A cancelled one stays there until its time comes, and is passed over. */
  private static final class SimTimer implements Timer, Comparable<SimTimer> {
    private final long dueMicros;
    private final long order;
    private final Runnable task;
    private boolean cancelled;

    private SimTimer(long dueMicros, long order, Runnable task) {
      this.dueMicros = dueMicros;
      this.order = order;
      this.task = task;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public int compareTo(SimTimer other) {
      return dueMicros != other.dueMicros ? Long.compare(dueMicros, other.dueMicros) : Long.compare(order, other.order);
    }
  }
}
