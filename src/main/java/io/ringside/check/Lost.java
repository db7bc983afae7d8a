package io.ringside.check;

import io.ringside.Key;
import io.ringside.version.Dot;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** An acknowledged write that is gone, and as which dots it was minted, as far as that is known. Immutable. */
record Lost(Key key, SortedSet<Dot> dots, String text) {
  Lost {
    dots = Collections.unmodifiableSortedSet(new TreeSet<>(dots));
  }

  Violation violation() {
    return new Violation("I1", text);
  }
}
