package io.ringside.operation;

import java.util.Locale;

/** How many of N must answer: a number, or a word for one that depends on N. Immutable. */
public record Count(int value) {
  /** Not said: the bucket's own setting counts. */
  public static final Count DEFAULT = new Count(-1);

  public static final Count ONE = new Count(1);

  /** More than half of N. */
  public static final Count QUORUM = new Count(-2);

  public static final Count ALL = new Count(-3);

  public static Count of(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("A count is not negative: " + number);
    }
    return new Count(number);
  }

  /** Reads a number, {@code one}, {@code quorum}, {@code all}, or {@code default}. */
  public static Count parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "one" -> ONE;
      case "quorum" -> QUORUM;
      case "all" -> ALL;
      case "default" -> DEFAULT;
      default -> number(text);
    };
  }

  private static Count number(String text) {
    try {
      return of(Integer.parseInt(text));
    } catch (IllegalArgumentException notANumber) {
      throw new IllegalArgumentException("'" + text + "' is neither a number nor one of 'one', 'quorum', 'all', 'default'");
    }
  }

  public boolean isDefault() {
    return value == DEFAULT.value;
  }

  /** The number, for {@code n} replicas, {@code otherwise} if none was said. */
  public int resolve(int n, int otherwise) {
    if (isDefault()) {
      return otherwise;
    }
    if (equals(QUORUM)) {
      return n / 2 + 1;
    }
    return equals(ALL) ? n : value;
  }

  /**
   * As {@link #resolve}; fails with an {@link OperationFailure} that says why if there are not so many replicas, or if it asks
   * for less than {@code least}. {@code name} is what the client calls it.
   */
  public int settle(String name, int n, int otherwise, int least) {
    int number = resolve(n, otherwise);
    if (number < least) {
      throw new OperationFailure(OperationFailure.Kind.INVALID, name + "=" + number + " asks for nothing",
          "the least is " + name + "=" + least);
    }
    if (number > n) {
      throw new OperationFailure(OperationFailure.Kind.INVALID,
          name + "=" + number + " is more than the " + n + " replicas that a key has here",
          "ask for at most " + name + "=" + n + ", or '" + name + "=all'");
    }
    return number;
  }

  @Override
  public String toString() {
    return isDefault() ? "default" : equals(QUORUM) ? "quorum" : equals(ALL) ? "all" : Integer.toString(value);
  }
}
