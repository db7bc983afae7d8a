package io.ringside.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatenciesTest {
  private static final int DRAWS = 400_000;

  /** A Pareto distribution has the mean scale · shape / (shape - 1). */
  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "constant(3); 3", "mean(20); 20", "exp(0.05); 20", "pareto(2, 5); 2.5", "50% constant(1), 50% constant(3); 2",
      "20% constant(1), 30% constant(2), 50% mean(4); 2.8", "91.22% pareto(0.235, 10), 8.78% exp(1.66); 0.29108"})
  void aDistributionHasTheMeanThatItsTextSays(String text, double mean) {
    var random = new Random(4);
    var distribution = Latencies.parse(text).distribution();

    double drawn = DoubleStream.generate(() -> distribution.drawMillis(random)).limit(DRAWS).average().orElseThrow();

    assertThat(drawn).isCloseTo(mean, within(0.01 * mean));
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "normal(3); no distribution", "pareto(1); takes 2 numbers", "exp(x); 'x' is no number", "mean(0); above 0",
      "40% mean(1), 40% mean(2); 80.0%, not 100%", "mean(1), mean(2); 200.0%", "mean(-1); not a time", "'' ; no distribution"})
  void whatIsWrongIsSaid(String text, String reason) {
    assertThatIllegalArgumentException().isThrownBy(() -> Latencies.parse(text)).withMessageContaining(reason);
  }

  @Test
  void aParetoDrawIsNeverBelowItsScale() {
    var random = new Random(4);
    var distribution = Latencies.parse("pareto(1.05, 1.51)").distribution();

    assertThat(DoubleStream.generate(() -> distribution.drawMillis(random)).limit(DRAWS).min().orElseThrow())
        .isBetween(1.05, 1.0501);
  }
}
