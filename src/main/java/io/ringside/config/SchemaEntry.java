package io.ringside.config;

import io.ringside.NodeId;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One key: the type of its value, its default and its range. Immutable. */
record SchemaEntry(String key, Class<?> type, Knob knob) {
  static SchemaEntry of(String key, RecordComponent component) {
    return new SchemaEntry(key, component.getType(), component.getAnnotation(Knob.class));
  }

  Setting byDefault() {
    return new Setting(key, knob.value(), Origin.DEFAULT);
  }

  /** The value meant, or an {@link IllegalArgumentException} that says what is allowed. */
  Object parse(String text) {
    if (type == int.class) {
      return wholeNumber(text);
    } else if (type == boolean.class) {
      return trueOrFalse(text);
    } else if (type.isEnum()) {
      return oneOf(text);
    } else if (type == NodeId.class) {
      return NodeId.of(text);
    } else if (type == List.class) {
      return founders(text);
    } else if (type == Path.class) {
      return Path.of(notBlank(text));
    }
    return notBlank(text);
  }

  private int wholeNumber(String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= knob.min() && number <= knob.max()) {
        return Math.toIntExact(number);
      }
    } catch (NumberFormatException notANumber) {
      // said below, in the same words as a number out of range
    }
    throw new IllegalArgumentException("must be a whole number from " + knob.min() + " to " + knob.max());
  }

  private static boolean trueOrFalse(String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw new IllegalArgumentException("must be true or false");
  }

  private Object oneOf(String text) {
    Object[] constants = type.getEnumConstants();
    return Arrays.stream(constants).filter(constant -> wordFor(constant).equals(text)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be one of "
            + Arrays.stream(constants).map(SchemaEntry::wordFor).collect(Collectors.joining(", "))));
  }

  private static String wordFor(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }

  private static List<Founder> founders(String text) {
    return text.isBlank() ? List.of() : Arrays.stream(text.split(",")).map(Founder::parse).toList();
  }

  private static String notBlank(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("may not be empty");
    }
    return text;
  }
}
