package io.ringside.sim;

import io.ringside.NodeId;
import io.ringside.env.Scheduler;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * The clock and the timers of a simulated world. Time stands still while a task runs and jumps to the next one after it. Tasks
 * due at the same moment run in the order in which they were asked for. Not safe for more than one thread.
 */
public final class SimScheduler implements Scheduler {
  /** Where every world's wall clock starts: 2026-01-01T00:00Z. */
  static final long BEGINNING_MILLIS = 1_767_225_600_000L;

  /** More tasks than any run needs: a world that passes it goes round in circles. */
  static final long STEP_LIMIT = 200_000_000;

  private final TimerQueue queue = new TimerQueue();
  private final long stepLimit;
  private long nowMicros;
  private long sequence;
  private long steps;
  private Runnable look = () -> {};

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
    return queue.add(Math.addExact(nowMicros, delayMicros), sequence++, task);
  }

  /**
   * Runs a long list of tasks, each at its time from now on; the times ascend. All of them count as asked for now, but only the
   * next one waits in the queue.
   */
  public <T> void plan(List<T> all, ToLongFunction<T> delayMillis, Consumer<T> task) {
    new Plan<>(all, delayMillis, task).queueNext();
    sequence += all.size();
  }

  /** Does this between any two tasks, when nothing is half done; it must change nothing. */
  public void lookBetweenTasks(Runnable watching) {
    look = watching;
  }

  /** Runs the next task; false if there is none. */
  public boolean runNext() {
    look.run();
    TimerQueue.Planned next = queue.poll();
    if (next == null) {
      return false;
    }
    if (++steps > stepLimit) {
      throw new IllegalStateException("More than " + stepLimit + " tasks by " + nowMillis()
          + " ms: the world goes round in circles");
    }
    nowMicros = next.dueMicros();
    next.run();
    return true;
  }

  /** Runs all that is due until then, and moves the clock there. */
  public void runUntil(long millis) {
    long untilMicros = Math.multiplyExact(millis, 1000L);
    while (queue.nextMicros() <= untilMicros) {
      runNext();
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

  /** Tasks one after another, each of which puts the one after it into the queue. */
  private final class Plan<T> implements Runnable {
    private final List<T> all;
    private final ToLongFunction<T> delayMillis;
    private final Consumer<T> task;
    private final long firstOrder = sequence;
    private final long sinceMicros = nowMicros;
    private int next;

    private Plan(List<T> all, ToLongFunction<T> delayMillis, Consumer<T> task) {
      this.all = all;
      this.delayMillis = delayMillis;
      this.task = task;
    }

    private void queueNext() {
      if (next == all.size()) {
        return;
      }
      long dueMicros = Math.addExact(sinceMicros, Math.multiplyExact(delayMillis.applyAsLong(all.get(next)), 1000L));
      if (dueMicros < nowMicros) {
        throw new IllegalArgumentException("The times of a plan ascend, but " + all.get(next) + " comes after what is later");
      }
      queue.add(dueMicros, firstOrder + next, this);
    }

    @Override
    public void run() {
      T due = all.get(next++);
      queueNext();
      task.accept(due);
    }
  }
}
