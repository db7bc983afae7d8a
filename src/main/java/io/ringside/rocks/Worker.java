package io.ringside.rocks;

import io.ringside.message.Failure;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One thread with one queue: takes what waits, works on it as a group, and answers the whole group in one hop to the
 * node's context.
 */
final class Worker<T extends Task<?>> {
  /** Works on a group, which is empty when nothing came for a while. Decides the outcome of each task. */
  @FunctionalInterface
  interface Work<T> {
    void on(List<T> group);
  }

  private final String name;
  private final Intake<T> intake;
  private final int groupLimit;
  private final long patienceMillis;
  private final Work<T> work;
  private final Executor context;
  private final Thread thread;

  Worker(String name, int queueLimit, int groupLimit, long patienceMillis, Executor context, Work<T> work) {
    this.name = name;
    this.intake = new Intake<>(queueLimit);
    this.groupLimit = groupLimit;
    this.patienceMillis = patienceMillis;
    this.context = context;
    this.work = work;
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  Worker<T> start() {
    thread.start();
    return this;
  }

  /**
   * Sees to the task; one that comes when the queue is full or the store is closed fails at once with {@link
   * Failure.Unavailable}.
   */
  void submit(T task) {
    switch (intake.offer(task)) {
      case ACCEPTED -> { }
      case FULL -> refuse(task, "overloaded: " + name + "'s queue is full");
      case CLOSED -> refuse(task, "the store is closed");
    }
  }

  /** Accepts nothing more; returns when all that was accepted has been worked on. Called once, off the event loop. */
  void finish() {
    intake.close();
    awaitEnd();
  }

  /** Accepts nothing more and fails what waits; returns when the group at work is through. */
  void abandon() {
    List<T> dropped = intake.abandon();
    dropped.forEach(task -> task.fail(new Failure.Unavailable("the store was abandoned")));
    answer(dropped);
    awaitEnd();
  }

  private void refuse(T task, String reason) {
    task.fail(new Failure.Unavailable(reason));
    Task.tellAll(List.of(task));
  }

  private void run() {
    try {
      while (!intake.isDrained()) {
        List<T> group = intake.take(groupLimit, patienceMillis);
        workOn(group);
        answer(group);
      }
    } catch (InterruptedException thrown) {
      throw new IllegalStateException(name + " was interrupted, which nobody may do", thrown);
    }
  }

  private void workOn(List<T> group) {
    try {
      work.on(group);
    } catch (Throwable bug) { // The thread must outlive it, and nobody may wait for an answer that never comes.
      group.forEach(task -> task.fail(bug));
    }
  }

  private void answer(List<T> group) {
    if (group.isEmpty()) {
      return;
    }
    try {
      context.execute(() -> Task.tellAll(group));
    } catch (RejectedExecutionException contextIsGone) {
      Task.tellAll(group);
    }
  }

  private void awaitEnd() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException thrown) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
