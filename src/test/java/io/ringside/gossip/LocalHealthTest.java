package io.ringside.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalHealthTest {
  @Test
  void allTimesAreStretchedByTheScoreUpToItsLimit() {
    var health = new LocalHealth(8);
    assertThat(health.stretched(200)).isEqualTo(200);
    health.worsen();
    health.worsen();
    assertThat(health.stretched(200)).isEqualTo(600);
    IntStream.range(0, 30).forEach(sign -> health.worsen());
    assertThat(health.stretched(200)).isEqualTo(1800);
  }

  @Test
  void nobodyIsBetterThanWell() {
    var health = new LocalHealth(8);
    health.improve();
    health.worsen();
    health.improve();
    assertThat(health.score()).isZero();
  }

  @Test
  void whoeverIsNeverToDoubtItselfDoesNot() {
    var health = new LocalHealth(0);
    health.worsen();
    assertThat(health.stretched(200)).isEqualTo(200);
  }
}
