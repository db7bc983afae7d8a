package io.ringside.message;

import java.util.List;

/** Some names in order; {@code more} says that others follow. */
public record Names(List<String> names, boolean more) {
  public Names {
    names = List.copyOf(names);
  }
}
