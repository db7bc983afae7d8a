package io.ringside.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConductTest {
  private final Conduct conduct = new Conduct();

  @Test
  void whoWasNeverAskedIsNotBad() {
    assertThat(conduct.isBad(0)).isFalse();
    assertThat(conduct.meanMillis(0)).isNegative();
  }

  @Test
  void aFewFailuresForLongEnoughAreBad() {
    for (int i = 0; i < Conduct.LEAST_BAD; i++) {
      assertThat(conduct.isBad(i * 400L)).isFalse();
      conduct.failed(i * 400L);
    }
    assertThat(conduct.isBad(1600)).isTrue();
  }

  /** As when a node crashes: gossip will notice it sooner than this. */
  @Test
  void manyFailuresInAShortTimeAreNot() {
    for (int i = 0; i < 1000; i++) {
      conduct.failed(i);
    }
    assertThat(conduct.isBad(1000)).isFalse();
  }

  @Test
  void oneFailureInFiveCallsIsForgiven() {
    for (long now = 0; now < 4000; now += 100) {
      conduct.failed(now);
      for (int i = 0; i < Conduct.MOST_CALLS_PER_BAD; i++) {
        conduct.answered(now, 1, false);
      }
      assertThat(conduct.isBad(now)).isFalse();
    }
  }

  @Test
  void slowAnswersCountAsBad() {
    for (long now = 0; now <= 2000; now += 400) {
      conduct.answered(now, 300, true);
    }
    assertThat(conduct.isBad(2000)).isTrue();
    assertThat(conduct.meanMillis(2000)).isEqualTo(300);
  }

  @Test
  void whatIsOldIsForgotten() {
    for (long now = 0; now <= 2000; now += 200) {
      conduct.failed(now);
    }
    assertThat(conduct.isBad(4900)).isTrue();
    assertThat(conduct.isBad(2000 + Conduct.SECONDS * 1000L)).isFalse();
    conduct.answered(60_000, 7, false);
    assertThat(conduct.isBad(60_000)).isFalse();
  }
}
