package io.ringside.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalHealthTest {
  @Test
  void allTimesAreStretchedByTheScoreUpToItsLimit() {
    var health = new LocalHealth(8);
    assertThat(health.stretched(200)).isEqualTo(200);
    health.worsen(3);
    assertThat(health.stretched(200)).isEqualTo(800);
    health.worsen(30);
    assertThat(health.stretched(200)).isEqualTo(1800);
  }

  @Test
  void nobodyIsBetterThanWell() {
    var health = new LocalHealth(8);
    health.improve();
    health.worsen(1);
    health.improve();
    assertThat(health.score()).isZero();
  }

  @Test
  void whoeverIsNeverToDoubtItselfDoesNot() {
    var health = new LocalHealth(0);
    health.worsen(5);
    assertThat(health.stretched(200)).isEqualTo(200);
  }
}
