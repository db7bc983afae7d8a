package io.ringside.message;

import java.util.List;
import java.util.Optional;

/**
 * Some names in order, perhaps none. {@code next}, if there is one, says that others may follow, all of them after it; it need
 * not be among these names.
 */
public record Names(List<String> names, Optional<String> next) {
  public Names {
    names = List.copyOf(names);
  }

  public boolean more() {
    return next.isPresent();
  }
}
