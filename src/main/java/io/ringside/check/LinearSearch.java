package io.ringside.check;

import io.ringside.check.Linearizability.Result;
import io.ringside.check.Linearizability.Verdict;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;

/** Looks for an order of the operations on one register that explains them all. Used once. */
final class LinearSearch {
  /*
   * Wing and Gong ("Testing and verifying concurrent objects", 1993), with the memory of Lowe ("Testing for linearizability",
   * 2017). Calls and returns stand in a list by time. Try each call before the first return as the next operation; if it fits,
   * take its call and return out of the list and go on from the start; at a return nothing fits, so put the last one back and try
   * the next. What was tried from the same set of operations in the same state once is not tried again.
   *
   * A write of unknown outcome has a call and no return: it may be taken at any time after, or never.
   */
  /** The register before the first write, and after a delete. */
  static final int EMPTY = -1;

  /** @param required whether it happened for sure */
  record Step(Attempt attempt, boolean writes, int value, boolean required) {}

  private record Tried(BitSet done, int state) {}

  /** A call, or a return; in a list of both. */
  private static final class Entry {
    private final int number;
    private final Step step;
    private final Entry itsReturn;
    private Entry before;
    private Entry after;

    Entry(int number, Step step, Entry itsReturn) {
      this.number = number;
      this.step = step;
      this.itsReturn = itsReturn;
    }

    private void addAfter(Entry last) {
      last.after = this;
      before = last;
    }

    private void takeOut() {
      before.after = after;
      if (after != null) {
        after.before = before;
      }
    }

    private void putBack() {
      before.after = this;
      if (after != null) {
        after.before = this;
      }
    }

    private boolean isReturn() {
      return number < 0;
    }
  }

  private record Taken(Entry call, int stateBefore) {}

  private static final int RETURN = -1;

  private final Entry head = new Entry(RETURN, null, null);
  private final long stepLimit;
  private final int operations;
  private final Deque<Taken> taken = new ArrayDeque<>();
  private final BitSet done = new BitSet();
  private final LinkedHashSet<Tried> tried = new LinkedHashSet<>();
  private int state = EMPTY;
  private int requiredLeft;
  private int deepest = -1;
  private Step stuckAt;

  /** The steps in the order of their calls. */
  LinearSearch(List<Step> steps, long stepLimit) {
    this.stepLimit = stepLimit;
    this.operations = steps.size();
    this.requiredLeft = (int) steps.stream().filter(Step::required).count();
    layOut(steps);
  }

  /** At the same time calls come before returns: such operations overlap. */
  private void layOut(List<Step> steps) {
    var returns = new PriorityQueue<Entry>(Comparator.comparingLong(entry -> entry.step.attempt().returnedMicros()));
    Entry last = head;
    for (int number = 0; number < steps.size(); number++) {
      Step step = steps.get(number);
      while (!returns.isEmpty() && returns.peek().step.attempt().returnedMicros() < step.attempt().invokedMicros()) {
        last = append(returns.poll(), last);
      }
      Entry itsReturn = step.required() ? new Entry(RETURN, step, null) : null;
      last = append(new Entry(number, step, itsReturn), last);
      if (itsReturn != null) {
        returns.add(itsReturn);
      }
    }
    while (!returns.isEmpty()) {
      last = append(returns.poll(), last);
    }
  }

  private static Entry append(Entry entry, Entry last) {
    entry.addAfter(last);
    return entry;
  }

  Result run() {
    Entry entry = head.after;
    for (long steps = 0; requiredLeft > 0; steps++) {
      if (steps >= stepLimit) {
        return new Result(Verdict.UNDECIDED, "not decided within " + stepLimit + " steps; no order was found beyond " + stuck());
      }
      if (entry.isReturn()) {
        noticeStuck(entry.step);
        if (taken.isEmpty()) {
          return new Result(Verdict.NOT_LINEARIZABLE, "no order of these " + operations + " operations explains " + stuck());
        }
        entry = undo().after;
      } else {
        entry = take(entry) ? head.after : entry.after;
      }
    }
    return new Result(Verdict.LINEARIZABLE, "");
  }

  private boolean take(Entry call) {
    Step step = call.step;
    if (!step.writes() && step.value() != state) {
      return false;
    }
    int next = step.writes() ? step.value() : state;
    done.set(call.number);
    if (!tried.add(new Tried((BitSet) done.clone(), next))) {
      done.clear(call.number);
      return false;
    }
    taken.push(new Taken(call, state));
    state = next;
    call.takeOut();
    if (call.itsReturn != null) {
      call.itsReturn.takeOut();
      requiredLeft--;
    }
    return true;
  }

  private Entry undo() {
    Taken last = taken.pop();
    Entry call = last.call();
    if (call.itsReturn != null) {
      call.itsReturn.putBack();
      requiredLeft++;
    }
    call.putBack();
    done.clear(call.number);
    state = last.stateBefore();
    return call;
  }

  private void noticeStuck(Step step) {
    if (taken.size() > deepest) {
      deepest = taken.size();
      stuckAt = step;
    }
  }

  private String stuck() {
    return stuckAt == null ? "its first operations" : stuckAt.attempt().toString();
  }
}
