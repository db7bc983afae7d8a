package io.ringside.physics;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A curve and measured dots over it, as an SVG file. Immutable.
 *
 * @param file its name without the ending
 * @param line what was expected
 * @param dots what was measured
 */
public record Plot(
    String file, String title, String xLabel, String yLabel, List<Point> line, List<Point> dots, String lineLabel,
    String dotsLabel) {
  /** Enough pieces for a smooth curve. */
  static final int STEPS = 400;

  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 50;
  private static final int BOTTOM = 60;
  private static final int TICKS = 5;

  /** One value at one place. */
  public record Point(double x, double y) {}

  public Plot {
    line = List.copyOf(line);
    dots = List.copyOf(dots);
  }

  public String svg() {
    double right = line.get(line.size() - 1).x();
    double bottom = floorOf(Math.min(lowest(line), lowest(dots)));
    var svg = new StringBuilder();
    svg.append(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
        + "font-family=\"sans-serif\" font-size=\"13\" role=\"img\" aria-label=\"%s\">%n", WIDTH, HEIGHT, escaped(title)));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    text(svg, WIDTH / 2.0, 26, "middle", "font-size=\"16\" font-weight=\"bold\"", title);
    int rows = 100 - bottom > TICKS ? (int) (100 - bottom) / 10 : TICKS;
    for (int column = 0; column <= TICKS; column++) {
      column(svg, right * column / TICKS, right);
    }
    for (int row = 0; row <= rows; row++) {
      row(svg, bottom + (100 - bottom) * row / rows, bottom);
    }
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", "", xLabel);
    text(svg, 18, (TOP + HEIGHT - BOTTOM) / 2.0, "middle",
        "transform=\"rotate(-90 18 " + (TOP + HEIGHT - BOTTOM) / 2 + ")\"", yLabel);
    String curve = line.stream().map(point -> place(point, right, bottom)).collect(Collectors.joining(" "));
    svg.append("<polyline fill=\"none\" stroke=\"#1f5fa8\" stroke-width=\"2\" points=\"").append(curve).append("\"/>\n");
    dots.forEach(dot -> circle(svg, x(dot.x(), right), y(dot.y(), bottom)));
    legend(svg);
    return svg.append("</svg>\n").toString();
  }

  private void legend(StringBuilder svg) {
    int left = WIDTH - RIGHT - 290;
    int low = HEIGHT - BOTTOM - 52;
    svg.append("<rect x=\"" + (left - 12) + "\" y=\"" + (low - 18) + "\" width=\"296\" height=\"52\" fill=\"#fff\" "
        + "stroke=\"#ccc\"/>\n");
    svg.append("<line x1=\"" + left + "\" x2=\"" + (left + 24) + "\" y1=\"" + (low - 4) + "\" y2=\"" + (low - 4)
        + "\" stroke=\"#1f5fa8\" stroke-width=\"2\"/>\n");
    text(svg, left + 34, low, "start", "", lineLabel);
    circle(svg, left + 12, low + 18);
    text(svg, left + 34, low + 22, "start", "", dotsLabel);
  }

  private static void column(StringBuilder svg, double value, double right) {
    double x = x(value, right);
    svg.append(String.format(Locale.ROOT, "<path d=\"M%.1f %d V%d\" stroke=\"#e2e2e2\"/>%n", x, TOP, HEIGHT - BOTTOM));
    text(svg, x, HEIGHT - BOTTOM + 20, "middle", "", Finding.plain(value));
  }

  private static void row(StringBuilder svg, double value, double bottom) {
    double y = y(value, bottom);
    svg.append(String.format(Locale.ROOT, "<path d=\"M%d %.1f H%d\" stroke=\"#e2e2e2\"/>%n", LEFT, y, WIDTH - RIGHT));
    text(svg, LEFT - 8, y + 4, "end", "", Finding.plain(value));
  }

  private static void circle(StringBuilder svg, double x, double y) {
    svg.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#d4530b\"/>%n", x, y));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String more, String words) {
    svg.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#222\" %s>%s</text>%n",
        x, y, anchor, more, escaped(words)));
  }

  private static String place(Point point, double right, double bottom) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x(point.x(), right), y(point.y(), bottom));
  }

  private static double x(double value, double right) {
    return LEFT + (WIDTH - LEFT - RIGHT) * value / right;
  }

  private static double y(double value, double bottom) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - bottom) / (100 - bottom);
  }

  private static double lowest(List<Point> points) {
    return points.stream().mapToDouble(Point::y).min().orElse(0);
  }

  /** A round number not above the lowest value: tens, or units near the top. */
  private static double floorOf(double lowest) {
    double step = lowest >= 95 ? 1 : 10;
    return Math.min(100 - step, Math.floor(lowest / step) * step);
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
