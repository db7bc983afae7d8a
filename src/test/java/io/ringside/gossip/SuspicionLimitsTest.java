package io.ringside.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.config.GossipConfig;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SuspicionLimitsTest {
  @Test
  void theShortestGrowsWithTheLogarithmOfTheSize() {
    GossipConfig knobs = new GossipConfig(1000, 200, 3, 1, 1, 0, 4, 10_000);
    assertThat(IntStream.of(1, 5, 10, 50, 500).mapToLong(members -> SuspicionLimits.of(knobs, members).shortestMillis()))
        .containsExactly(1000L, 1000L, 1000L, 1698L, 2698L);
  }

  @Test
  void theLimitsAreProportionalToThePeriodAndTheMultipliers() {
    assertThat(SuspicionLimits.of(GossipCluster.KNOBS, 5)).isEqualTo(new SuspicionLimits(2000, 12_000, 3));
  }

  /** Lifeguard's own example. */
  @Test
  void eachConfirmationShortensTheTimeLessThanTheOneBefore() {
    var limits = new SuspicionLimits(500, 2000, 3);
    assertThat(IntStream.rangeClosed(0, 4).mapToLong(limits::millis)).containsExactly(2000L, 1250L, 811L, 500L, 500L);
  }

  @Test
  void whereNobodyCouldConfirmOneAccuserIsEnough() {
    assertThat(LongStream.rangeClosed(1, 6)
        .mapToInt(members -> SuspicionLimits.of(GossipCluster.KNOBS, (int) members).confirmations()))
        .containsExactly(0, 0, 1, 2, 3, 3);
    assertThat(SuspicionLimits.of(GossipCluster.KNOBS, 2).millis(0)).isEqualTo(2000);
  }
}
