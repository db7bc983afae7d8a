package io.ringside.check;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a run was promised beyond what holds always. What is not promised can be measured all the same.
 *
 * @param sessions guarantees of which each breach is a violation
 * @param linearizable whether each key is to behave like one register at one place
 */
public record Promises(SortedSet<Guarantee> sessions, boolean linearizable) {
  public static final Promises NONE = new Promises(Collections.emptySortedSet(), false);

  public Promises {
    sessions = Collections.unmodifiableSortedSet(new TreeSet<>(sessions));
  }
}
