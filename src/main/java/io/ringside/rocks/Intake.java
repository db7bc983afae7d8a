package io.ringside.rocks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue from many threads to one that takes all that waits at once. After {@link #close}, each item is either
 * refused or taken.
 */
final class Intake<T> {
  enum Answer { ACCEPTED, FULL, CLOSED }

  private final int limit;
  private final Deque<T> waiting = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean closed;

  Intake(int limit) {
    this.limit = limit;
  }

  Answer offer(T item) {
    lock.lock();
    try {
      if (closed) {
        return Answer.CLOSED;
      }
      if (waiting.size() >= limit) {
        return Answer.FULL;
      }
      waiting.add(item);
      changed.signal();
      return Answer.ACCEPTED;
    } finally {
      lock.unlock();
    }
  }

  /**
   * At most {@code most} items in the order they came; none if the intake is closed or {@code patienceMillis} have
   * passed.
   */
  List<T> take(int most, long patienceMillis) throws InterruptedException {
    lock.lock();
    try {
      long leftNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
      while (waiting.isEmpty() && !closed && leftNanos > 0) {
        leftNanos = changed.awaitNanos(leftNanos);
      }
      var taken = new ArrayList<T>(Math.min(most, waiting.size()));
      while (taken.size() < most && !waiting.isEmpty()) {
        taken.add(waiting.poll());
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** True when it is closed and all has been taken. */
  boolean isDrained() {
    lock.lock();
    try {
      return closed && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more is accepted; what waits is still taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes, and hands back what waited: it will not be taken. */
  List<T> abandon() {
    lock.lock();
    try {
      close();
      var left = List.copyOf(waiting);
      waiting.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }
}
