package io.ringside.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Walks all choices of a small space: a law that holds for all of them needs no sample. */
public final class Every {
  private Every() {}

  /** All lists of {@code length} items, each out of {@code choices}: choices to the power of length. */
  public static <T> Stream<List<T>> list(int length, List<T> choices) {
    if (length == 0) {
      return Stream.of(List.of());
    }
    return list(length - 1, choices).flatMap(front -> choices.stream().map(last -> with(front, last)));
  }

  /** All lists of up to {@code longest} items, the empty one among them. */
  public static <T> Stream<List<T>> listUpTo(int longest, List<T> choices) {
    return Stream.iterate(0, length -> length <= longest, length -> length + 1).flatMap(length -> list(length, choices));
  }

  /** All subsets, each in the order given. */
  public static <T> Stream<List<T>> subset(List<T> items) {
    if (items.isEmpty()) {
      return Stream.of(List.of());
    }
    T last = items.get(items.size() - 1);
    return subset(items.subList(0, items.size() - 1)).flatMap(front -> Stream.of(front, with(front, last)));
  }

  /** All orders of these items. */
  public static <T> Stream<List<T>> order(List<T> items) {
    if (items.isEmpty()) {
      return Stream.of(List.of());
    }
    T last = items.get(items.size() - 1);
    return order(items.subList(0, items.size() - 1)).flatMap(front -> Stream.iterate(0, at -> at <= front.size(), at -> at + 1)
        .map(at -> {
          var longer = new ArrayList<>(front);
          longer.add(at, last);
          return longer;
        }));
  }

  /** All pairs, also of an item with itself. */
  public static <T> void pair(List<T> items, BiConsumer<T, T> law) {
    items.forEach(first -> items.forEach(second -> law.accept(first, second)));
  }

  private static <T> List<T> with(List<T> front, T last) {
    var longer = new ArrayList<>(front);
    longer.add(last);
    return longer;
  }
}
