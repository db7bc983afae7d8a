package io.ringside.vertx;

import io.ringside.env.Scheduler;
import io.ringside.event.Event;
import io.ringside.event.Events;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** The clock and the timers of one Vert.x context; every task runs there, whoever asked for it. */
public final class VertxScheduler implements Scheduler {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private final Vertx vertx;
  private final Context context;
  private final Events events;
  private final long originNanos = System.nanoTime();
  private volatile boolean closed;

  public VertxScheduler(Vertx vertx, Context context, Events events) {
    this.vertx = vertx;
    this.context = context;
    this.events = events;
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long nowMillis() {
    return (System.nanoTime() - originNanos) / NANOS_PER_MILLI;
  }

  @Override
  public long nowMicros() {
    return (System.nanoTime() - originNanos) / NANOS_PER_MICRO;
  }

  @Override
  public Timer after(long delayMillis, Runnable task) {
    var waiting = new Waiting(task);
    if (delayMillis <= 0) {
      context.runOnContext(now -> waiting.run());
    } else if (Vertx.currentContext() == context) {
      waiting.start(delayMillis);
    } else {
      context.runOnContext(now -> waiting.start(delayMillis));
    }
    return waiting;
  }

  /** No task runs from now on, not even one that is due: whoever it belonged to is gone. */
  void close() {
    closed = true;
  }

  private final class Waiting implements Timer {
    private static final long NO_TIMER = -1;

    private final Runnable task;
    private volatile boolean cancelled;
    private volatile long timer = NO_TIMER;

    private Waiting(Runnable task) {
      this.task = task;
    }

    private void start(long delayMillis) {
      if (!cancelled) {
        timer = vertx.setTimer(delayMillis, fired -> run());
      }
    }

    private void run() {
      if (cancelled || closed) {
        return;
      }
      try {
        task.run();
      } catch (RuntimeException thrown) {
        events.emit(new Event.Bug("a timer's task", thrown));
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      if (timer != NO_TIMER) {
        vertx.cancelTimer(timer);
      }
    }
  }
}
