package io.ringside.physics;

import java.util.Locale;

/**
 * One number of a paper beside what was measured here. Immutable.
 *
 * @param point which case of the law
 * @param published in a paper; empty if nobody has
 * @param predicted by our own calculation of the model; empty if there is none
 * @param tolerance how far from the published (else the predicted) value the measured one may be
 * @param sample how many trials the measured value rests on
 */
public record Finding(
    String law, String point, String published, String predicted, String measured, String tolerance, long sample,
    Verdict verdict) {
  private static final double PERCENT = 100;
  private static final double SIGMAS = 4;
  private static final double POINTS = 0.1;

  /** What it comes to. */
  public enum Verdict {
    OK,
    /** Out of tolerance. */
    OFF
  }

  public boolean ok() {
    return verdict != Verdict.OFF;
  }

  /** Equal or not. */
  static Finding exact(String law, String point, Object published, Object measured, long sample) {
    return new Finding(law, point, published.toString(), "", measured.toString(), "none", sample,
        verdict(published.toString().equals(measured.toString())));
  }

  /** At most so much. */
  static Finding atMost(String law, String point, double published, double measured, double limit, long sample) {
    return new Finding(law, point, "<= " + plain(published), "", plain(measured), "<= " + plain(limit), sample,
        verdict(measured <= limit));
  }

  /** Within a share of what was published, 0.02 being 2%. */
  static Finding within(String law, String point, double published, double measured, double share, long sample) {
    return new Finding(law, point, plain(published), "", plain(measured), "+-" + plain(share * PERCENT) + "%", sample,
        verdict(Math.abs(measured - published) <= share * published));
  }

  /** Between two bounds, in the unit of the value. */
  static Finding between(
      String law, String point, String published, double predicted, double measured, double low, double high, long sample) {
    return new Finding(law, point, published, plain(predicted), plain(measured), plain(low) + ".." + plain(high), sample,
        verdict(measured >= low && measured <= high));
  }

  /**
   * A share of trials, in percent: four standard deviations of the sample and a tenth of a percentage point are allowed.
   *
   * @param published in percent; not a number if nobody has, and then the prediction is what counts
   */
  static Finding percentage(String law, String point, double published, double predicted, double measured, long sample) {
    double expected = Double.isNaN(published) ? predicted : published;
    double share = expected / PERCENT;
    double tolerance = SIGMAS * PERCENT * Math.sqrt(share * (1 - share) / sample) + POINTS;
    return new Finding(law, point, fixed(published), fixed(predicted), fixed(measured), "+-" + fixed(tolerance), sample,
        verdict(Math.abs(measured - expected) <= tolerance));
  }

  private static Verdict verdict(boolean holds) {
    return holds ? Verdict.OK : Verdict.OFF;
  }

  private static String fixed(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** Four digits that count. */
  static String plain(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    String digits = String.format(Locale.ROOT, Math.abs(value) < 0.01 ? "%.2e" : "%.4g", value);
    return digits.contains("e") || !digits.contains(".") ? digits : digits.replaceFirst("[.]?0+$", "");
  }
}
