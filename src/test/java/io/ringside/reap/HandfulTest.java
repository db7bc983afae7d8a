package io.ringside.reap;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.repair.Portions;
import org.junit.jupiter.api.Test;

class HandfulTest {
  private final Handful handful = new Handful(500);

  @Test
  void itBeginsWithAllThatIsAllowed() {
    assertThat(handful.graves()).isEqualTo(500);
    assertThat(handful.bytes()).isEqualTo(Portions.LIMIT_BYTES);
  }

  @Test
  void silenceHalvesItDownToOneGraveAndAnswersDoubleItUpToTheLimit() {
    handful.silence();
    assertThat(handful.graves()).isEqualTo(250);
    assertThat(handful.bytes()).isEqualTo(Portions.LIMIT_BYTES / 2);
    for (int i = 0; i < 100; i++) {
      handful.silence();
    }
    assertThat(handful.graves()).isOne();
    assertThat(handful.bytes()).isPositive();
    for (int i = 0; i < 10; i++) {
      handful.answered();
    }
    assertThat(handful.graves()).isEqualTo(500);
  }
}
