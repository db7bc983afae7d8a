package io.ringside.check;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** Walks through attempts in time: before each begins, all have ended that ended before it. O(n log n). */
final class Sweep {
  private Sweep() {}

  /** For attempts of many sessions: those that end and begin at the same time overlap. */
  static void across(List<Attempt> inOrder, Consumer<Attempt> ended, Consumer<Attempt> begins) {
    walk(inOrder, 0, ended, begins);
  }

  /** For attempts of one session: what ends at a time comes before what begins then. */
  static void within(List<Attempt> inOrder, Consumer<Attempt> ended, Consumer<Attempt> begins) {
    walk(inOrder, 1, ended, begins);
  }

  private static void walk(List<Attempt> inOrder, int grace, Consumer<Attempt> ended, Consumer<Attempt> begins) {
    var open = new PriorityQueue<Attempt>(Comparator.comparingLong(Attempt::returnedMicros));
    for (Attempt attempt : inOrder) {
      while (!open.isEmpty() && open.peek().returnedMicros() < attempt.invokedMicros() + grace) {
        ended.accept(open.poll());
      }
      begins.accept(attempt);
      open.add(attempt);
    }
  }
}
