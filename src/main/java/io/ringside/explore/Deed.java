package io.ringside.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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

  /** The same as far as it is about the nodes n1 to n{@code nodes}; empty if it is about others alone. */
  Optional<Deed> among(int nodes) {
    var left = new ArrayList<>(words);
    for (int i = 0; i < words.size(); i++) {
      Act.Word kind = act.words().get(i);
      if (kind == Act.Word.NODE || kind == Act.Word.NODES) {
        left.set(i, Arrays.stream(words.get(i).split(",")).filter(name -> Integer.parseInt(name.substring(1)) <= nodes)
            .collect(Collectors.joining(",")));
      }
    }
    return left.contains("") ? Optional.empty() : Optional.of(new Deed(atMillis, act, left));
  }

  @Override
  public String toString() {
    return ("at " + atMillis + "ms " + act.word() + " " + String.join(" ", words)).strip();
  }
}
