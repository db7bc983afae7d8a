package io.ringside.physics;

import io.ringside.sim.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A distribution of delays as people write it: {@code 38% pareto(1.05, 1.51), 62% exp(0.183)}. Times are milliseconds; in each
 * draw one of the parts is taken, with its percentage. Immutable.
 *
 * @param text as it was written
 */
public record Latencies(String text, Distribution distribution) {
  private static final Pattern PART = Pattern.compile("(?:([\\d.]+)\\s*%\\s*)?([a-z]+)\\s*\\(([^()]*)\\)");
  private static final String FORMS = "pareto(scale, shape), exp(rate), mean(milliseconds) or constant(milliseconds)";
  private static final double WHOLE = 100;
  private static final double ROUNDING = 0.01;

  private record Part(double percent, Distribution distribution) {}

  /** Reads it, or throws {@link IllegalArgumentException} that says what is wrong. */
  public static Latencies parse(String text) {
    var parts = new ArrayList<Part>();
    for (String part : text.strip().split(",(?![^()]*\\))")) {
      parts.add(part(part.strip()));
    }
    double sum = parts.stream().mapToDouble(Part::percent).sum();
    if (Math.abs(sum - WHOLE) > ROUNDING) {
      throw new IllegalArgumentException("the parts of '" + text.strip() + "' make " + sum + "%, not 100%");
    }
    return new Latencies(text.strip(), mixture(parts));
  }

  private static Part part(String text) {
    Matcher form = PART.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no distribution: write " + FORMS
          + ", and with several of them a percentage before each");
    }
    double percent = form.group(1) == null ? WHOLE : number(form.group(1), text);
    return new Part(percent, distribution(form.group(2), form.group(3), text));
  }

  private static Distribution distribution(String name, String list, String text) {
    double[] numbers = Arrays.stream(list.split(",")).mapToDouble(each -> number(each.strip(), text)).toArray();
    int wanted = name.equals("pareto") ? 2 : 1;
    if (numbers.length != wanted) {
      throw new IllegalArgumentException("'" + text + "': " + name + " takes " + wanted + " number" + (wanted == 1 ? "" : "s")
          + ", not " + numbers.length);
    }
    return switch (name) {
      case "pareto" -> Distribution.pareto(positive(numbers[0], text), positive(numbers[1], text));
      case "exp" -> Distribution.exponential(1 / positive(numbers[0], text));
      case "mean" -> Distribution.exponential(positive(numbers[0], text));
      case "constant" -> Distribution.constant(numbers[0]);
      default -> throw new IllegalArgumentException("'" + name + "' is no distribution: write " + FORMS);
    };
  }

  private static double number(String digits, String text) {
    double number;
    try {
      number = Double.parseDouble(digits);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException("'" + text + "': '" + digits + "' is no number");
    }
    if (!(number >= 0 && number < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("'" + text + "': " + digits + " is not a time, a rate or a share");
    }
    return number;
  }

  private static double positive(double number, String text) {
    if (number == 0) {
      throw new IllegalArgumentException("'" + text + "': its numbers must be above 0");
    }
    return number;
  }

  /** The first part with its chance, else one of the rest with theirs among themselves. */
  private static Distribution mixture(List<Part> parts) {
    Part first = parts.get(0);
    if (parts.size() == 1) {
      return first.distribution();
    }
    double sum = parts.stream().mapToDouble(Part::percent).sum();
    return Distribution.mixture(first.percent() / sum, first.distribution(), mixture(parts.subList(1, parts.size())));
  }

  @Override
  public String toString() {
    return text;
  }
}
