package io.ringside.physics;

/**
 * The delays of the WARS model, each drawn anew for each message: the write on its way and its acknowledgement, the read and its
 * answer. Immutable.
 */
public record Model(String name, Latencies w, Latencies a, Latencies r, Latencies s) {
  private static final String MEMORY = "91.22% pareto(0.235, 10), 8.78% exp(1.66)";

  /** LinkedIn's production fit with flash, as published. */
  public static final Model SSD = of("SSD", MEMORY, MEMORY);

  /** LinkedIn's production fit with spinning disks, as published. */
  public static final Model DISK = of("DISK", "38% pareto(1.05, 1.51), 62% exp(0.183)", MEMORY);

  /** One distribution for writes, another for the three other legs. */
  static Model of(String name, String write, String others) {
    Latencies other = Latencies.parse(others);
    return new Model(name, Latencies.parse(write), other, other, other);
  }

  static Model exponential(double writeMean, double othersMean) {
    return of("exponential " + plain(writeMean) + "," + plain(othersMean), "mean(" + writeMean + ")", "mean(" + othersMean + ")");
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
