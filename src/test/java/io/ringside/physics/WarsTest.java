package io.ringside.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WarsTest {
  private static final int TRIALS = 100_000;

  @Test
  void thePredictionsAreThePublishedOnes() {
    for (Experiment experiment : Staleness.experiments()) {
      Wars wars = Wars.predict(experiment.model(), experiment.quorums(), TRIALS, new Random(3));
      for (int i = 0; i < experiment.timesMillis().size(); i++) {
        double percent = experiment.published().get(i);
        double noise = 4 * Math.sqrt(percent * (100 - percent) / TRIALS) + 0.01;
        assertThat(100 * wars.consistentAt(experiment.timesMillis().get(i)))
            .as(experiment.name() + " at " + experiment.timesMillis().get(i)).isCloseTo(percent, within(noise));
      }
    }
  }

  @Test
  void theLatenciesAreThePublishedOnes() {
    Wars ssd = Wars.predict(Model.SSD, new Quorums(3, 2, 1), TRIALS, new Random(3));
    Wars disk = Wars.predict(Model.DISK, new Quorums(3, 1, 2), TRIALS, new Random(3));

    assertThat(ssd.readMillis(0.5)).isCloseTo(0.51, within(0.01));
    assertThat(ssd.readMillis(0.99)).isCloseTo(0.91, within(0.02));
    assertThat(disk.writeMillis(0.5)).isCloseTo(2.77, within(0.05));
    assertThat(disk.writeMillis(0.99)).isCloseTo(13.94, within(0.3));
  }

  /** The simulator cuts every delay to whole microseconds, and of two moments that then coincide the write's is first. */
  @Test
  void microsecondsAreFineEnough() {
    Latencies memory = Model.SSD.w();
    var cut = new Latencies("cut", random -> Math.floor(1000 * memory.distribution().drawMillis(random)) / 1000);
    var quorums = new Quorums(3, 1, 1);
    Wars exact = Wars.predict(Model.SSD, quorums, TRIALS, new Random(3));
    Wars coarse = Wars.predict(new Model("cut", cut, cut, cut, cut), quorums, TRIALS, new Random(3));

    for (double t : new double[] {0, 0.1, 0.2, 0.5, 1, 2}) {
      assertThat(100 * coarse.consistentAt(t)).isCloseTo(100 * exact.consistentAt(t), within(0.05));
    }
  }

  /** One of three equal answers counts, and has the write for certain only if it gave the first acknowledgement. */
  @Test
  void ofAnswersAtTheSameTimeNoMoreThanAQuorumCount() {
    var slowWrites = new Model("ties", Latencies.parse("mean(20)"), Latencies.parse("constant(0)"),
        Latencies.parse("constant(1)"), Latencies.parse("constant(1)"));
    Wars wars = Wars.predict(slowWrites, new Quorums(3, 1, 1), TRIALS, new Random(3));

    for (double t : new double[] {0, 5, 20}) {
      double byHand = 1.0 / 3 + 2.0 / 3 * (1 - Math.exp(-(t + 1) / 20));
      assertThat(wars.consistentAt(t)).as("at %s", t).isCloseTo(byHand, within(0.007));
    }
  }

  @Test
  void overlappingQuorumsAreNeverStale() {
    assertThat(Wars.predict(Model.DISK, new Quorums(5, 2, 4), 20_000, new Random(3)).consistentAt(0)).isEqualTo(1);
  }
}
