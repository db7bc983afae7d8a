package io.ringside.physics;

import io.ringside.http.QuorumLab;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What WARS says to a question of the quorum lab, and at which times it is worth while to look. Immutable. */
final class LabForecast {
  private static final int TRIALS = 100_000;

  /** The same question is answered by the same numbers. */
  private static final long SEED = 1;

  private static final int STEPS = 60;
  private static final int LOOKS = 8;

  /** From here on nobody can see the curve rise. */
  private static final double NEARLY_ALL = 0.999;

  /** No read is watched for longer after its write. */
  private static final double LONGEST_MILLIS = 1000;

  /** The slowest operation that is waited for, in virtual time. */
  private static final double SLOWEST_MILLIS = 60_000;

  private final LabQuestion question;
  private final Wars wars;

  private LabForecast(LabQuestion question, Wars wars) {
    this.question = question;
    this.wars = wars;
  }

  /** Calculates it; an {@link IllegalArgumentException} if operations would take for ever. */
  static LabForecast of(LabQuestion question) {
    Wars wars = Wars.predict(question.model(), question.quorums(), TRIALS, new Random(SEED));
    double slowest = Math.max(wars.readMillis(1), wars.writeMillis(1));
    if (slowest > SLOWEST_MILLIS) {
      throw new IllegalArgumentException("with these delays an operation takes " + Finding.plain(slowest / 1000)
          + " s, and the lab waits for " + (long) (SLOWEST_MILLIS / 1000) + " s at most");
    }
    return new LabForecast(question.timesMillis().isEmpty() ? question.at(looks(wars)) : question, wars);
  }

  /** Closer together where the curve rises: from 0 to where nearly all reads are current, by squares. */
  private static List<Double> looks(Wars wars) {
    double nearlyAll = wars.currentFrom(NEARLY_ALL);
    double until = Math.min(LONGEST_MILLIS, roundUp(nearlyAll > 0 ? nearlyAll : wars.readMillis(NEARLY_ALL)));
    return IntStream.rangeClosed(0, LOOKS).mapToObj(i -> rounded(until * i * i / (LOOKS * LOOKS))).distinct().toList();
  }

  /** To 1, 2 or 5 times a power of ten. */
  private static double roundUp(double millis) {
    double power = Math.pow(10, Math.floor(Math.log10(millis)));
    return DoubleStream.of(1, 2, 5, 10).map(step -> step * power).filter(step -> step >= millis).findFirst().orElse(10 * power);
  }

  /** Two digits are enough, and no shorter time than the simulator's is told apart. */
  private static double rounded(double millis) {
    return BigDecimal.valueOf(millis).round(new MathContext(2)).setScale(3, RoundingMode.HALF_UP).doubleValue();
  }

  /** With its times, whoever chose them. */
  LabQuestion question() {
    return question;
  }

  QuorumLab.Prediction told() {
    Quorums quorums = question.quorums();
    List<Double> times = question.timesMillis();
    double last = times.get(times.size() - 1);
    List<QuorumLab.Chance> curve = DoubleStream.concat(
            IntStream.rangeClosed(0, STEPS).mapToDouble(i -> last * i * i / (STEPS * STEPS)),
            times.stream().mapToDouble(Double::doubleValue))
        .sorted().distinct().mapToObj(t -> new QuorumLab.Chance(t, wars.consistentAt(t))).toList();
    return new QuorumLab.Prediction(question.query(), quorums.n(), quorums.r(), quorums.w(), quorums.overlap(), question.delays(),
        times, curve, waits(wars::readMillis), waits(wars::writeMillis), TRIALS);
  }

  private static QuorumLab.Waits waits(DoubleUnaryOperator quantile) {
    return new QuorumLab.Waits(quantile.applyAsDouble(0.5), quantile.applyAsDouble(0.99), quantile.applyAsDouble(0.999));
  }
}
