package io.ringside.sim;

import io.ringside.env.Scheduler.Timer;
import java.util.Arrays;

/** Timers by time, and by the order in which they were asked for. One that is cancelled is gone at once. */
final class TimerQueue {
  /*
   * A binary heap in which each timer knows its place. Nearly every timer is the time limit of a question, cancelled by the
   * answer. If those stayed until they are due, as they would have to in a PriorityQueue, which must search for what it removes,
   * the queue would be ten times as long, and hold on to all that their tasks hold on to.
   */
  private static final int NOWHERE = -1;

  private Planned[] heap = new Planned[64];
  private int size;

  /** A task at its time. */
  final class Planned implements Timer {
    private final long dueMicros;
    private final long order;
    private final Runnable task;
    private int place;

    private Planned(long dueMicros, long order, Runnable task) {
      this.dueMicros = dueMicros;
      this.order = order;
      this.task = task;
    }

    long dueMicros() {
      return dueMicros;
    }

    void run() {
      task.run();
    }

    @Override
    public void cancel() {
      if (place != NOWHERE) {
        remove(this);
      }
    }

    private boolean isBefore(Planned other) {
      return dueMicros != other.dueMicros ? dueMicros < other.dueMicros : order < other.order;
    }
  }

  Planned add(long dueMicros, long order, Runnable task) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    var timer = new Planned(dueMicros, order, task);
    rise(timer, size++);
    return timer;
  }

  /** When the next one is due; {@link Long#MAX_VALUE} if there is none. */
  long nextMicros() {
    return size == 0 ? Long.MAX_VALUE : heap[0].dueMicros;
  }

  /** Takes the next one; null if there is none. */
  Planned poll() {
    if (size == 0) {
      return null;
    }
    Planned next = heap[0];
    remove(next);
    return next;
  }

  private void remove(Planned timer) {
    Planned last = heap[--size];
    heap[size] = null;
    if (last != timer) {
      int place = timer.place;
      if (last.isBefore(timer)) {
        rise(last, place);
      } else {
        sink(last, place);
      }
    }
    timer.place = NOWHERE;
  }

  /** Puts the timer there, or as far above as it belongs. */
  private void rise(Planned timer, int from) {
    int place = from;
    while (place > 0 && timer.isBefore(heap[(place - 1) / 2])) {
      put(heap[(place - 1) / 2], place);
      place = (place - 1) / 2;
    }
    put(timer, place);
  }

  /** Puts the timer there, or as far below as it belongs. */
  private void sink(Planned timer, int from) {
    int place = from;
    while (2 * place + 1 < size) {
      int child = 2 * place + 1;
      if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
        child++;
      }
      if (!heap[child].isBefore(timer)) {
        break;
      }
      put(heap[child], place);
      place = child;
    }
    put(timer, place);
  }

  private void put(Planned timer, int place) {
    heap[place] = timer;
    timer.place = place;
  }
}
