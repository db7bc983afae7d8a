package io.ringside.message;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which of the graves in a question a node knows as they are described: their places in it, from 0. Immutable. */
public record Dead(SortedSet<Integer> places) {
  public Dead {
    places = Collections.unmodifiableSortedSet(new TreeSet<>(places));
  }

  public Dead(Collection<Integer> places) {
    this(new TreeSet<>(places));
  }
}
