package io.ringside.explore;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** One act at one time of a run: {@code at 1200ms pause n3 800}. Immutable. */
record Deed(long atMillis, Act act, List<String> words) {
  /** Deeds of one moment keep the order in which they were written. */
  static final Comparator<Deed> IN_TIME = Comparator.comparingLong(Deed::atMillis);

  Deed {
    if (atMillis < 0) {
      throw new IllegalArgumentException("A time is not negative: " + atMillis);
    }
    if (words.size() != act.words().size()) {
      throw new IllegalArgumentException(act.word() + " takes " + act.words() + ", not " + words);
    }
    words = List.copyOf(words);
  }

  static Deed at(long millis, Act act, Object... words) {
    return new Deed(millis, act, Arrays.stream(words).map(Object::toString).toList());
  }

  String word(int index) {
    return words.get(index);
  }

  long number(int index) {
    return Long.parseLong(words.get(index));
  }

  @Override
  public String toString() {
    return ("at " + atMillis + "ms " + act.word() + " " + String.join(" ", words)).strip();
  }
}
