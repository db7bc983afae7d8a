package io.ringside.vertx;

import io.ringside.env.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Many deadlines with one timer: each is called out at most {@link #GRAIN_MILLIS} late, also if it no longer matters to anybody.
 * Not safe for more than one thread.
 */
final class Deadlines {
  /** Coarser: fewer wake-ups, later notice. */
  static final long GRAIN_MILLIS = 5;

  private final Scheduler scheduler;
  private final LongConsumer passed;
  private final TreeMap<Long, List<Long>> idsByTick = new TreeMap<>();
  private Scheduler.Timer timer;
  private long timerTick;

  /** {@code passed} is told the id of each deadline when it has passed. */
  Deadlines(Scheduler scheduler, LongConsumer passed) {
    this.scheduler = scheduler;
    this.passed = passed;
  }

  void add(long id, long limitMillis) {
    long tick = (scheduler.nowMillis() + Math.max(0, limitMillis)) / GRAIN_MILLIS + 1;
    idsByTick.computeIfAbsent(tick, first -> new ArrayList<>()).add(id);
    wakeAtFirst();
  }

  /** One timer, at the first deadline: with nothing due there is nothing to wake for. */
  private void wakeAtFirst() {
    if (idsByTick.isEmpty() || timer != null && timerTick <= idsByTick.firstKey()) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    timerTick = idsByTick.firstKey();
    timer = scheduler.after(Math.max(1, timerTick * GRAIN_MILLIS - scheduler.nowMillis()), this::wake);
  }

  private void wake() {
    timer = null;
    long now = scheduler.nowMillis() / GRAIN_MILLIS;
    while (!idsByTick.isEmpty() && idsByTick.firstKey() <= now) {
      idsByTick.pollFirstEntry().getValue().forEach(passed::accept);
    }
    wakeAtFirst();
  }
}
