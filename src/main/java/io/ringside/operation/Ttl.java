package io.ringside.operation;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long something written lives, as people type it: {@code 500ms}, {@code 90s}, {@code 30m}, {@code 12h} or {@code 7d}. */
public final class Ttl {
  private static final Pattern FORM = Pattern.compile("(-?)([0-9]+)(ms|s|m|h|d)");

  private Ttl() {}

  /**
   * The time in milliseconds.
   *
   * @throws IllegalArgumentException for what is no time, not above 0, or beyond a hundred years; its message is for people
   */
  public static long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("a ttl is a whole number with a unit, not '" + text + "'");
    }
    var number = new BigInteger(form.group(2));
    long unit = unitMillis(form.group(3));
    if (number.signum() == 0) {
      throw new IllegalArgumentException("a ttl of 0 would expire before it is written: leave it out for what never expires");
    }
    if (!form.group(1).isEmpty()) {
      throw new IllegalArgumentException("a ttl of " + text + " is negative: leave it out for what never expires");
    }
    if (number.compareTo(BigInteger.valueOf(Options.MAX_TTL_MILLIS / unit)) > 0) {
      throw new IllegalArgumentException("a ttl of " + text + " is beyond a hundred years: leave it out for what never expires");
    }
    return number.longValueExact() * unit;
  }

  private static long unitMillis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 24 * 3_600_000;
    };
  }
}
