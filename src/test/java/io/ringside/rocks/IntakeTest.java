package io.ringside.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private static final long NO_PATIENCE = 0;

  private final Intake<String> intake = new Intake<>(3);

  @Test
  void whatWaitsIsTakenInTheOrderItCame() throws Exception {
    intake.offer("a");
    intake.offer("b");
    intake.offer("c");

    assertThat(intake.take(2, NO_PATIENCE)).containsExactly("a", "b");
    assertThat(intake.take(2, NO_PATIENCE)).containsExactly("c");
    assertThat(intake.take(2, NO_PATIENCE)).isEmpty();
  }

  @Test
  void beyondItsLimitItIsFullUntilSomethingIsTaken() throws Exception {
    for (String item : List.of("a", "b", "c")) {
      assertThat(intake.offer(item)).isEqualTo(Intake.Answer.ACCEPTED);
    }
    assertThat(intake.offer("d")).isEqualTo(Intake.Answer.FULL);

    intake.take(1, NO_PATIENCE);

    assertThat(intake.offer("d")).isEqualTo(Intake.Answer.ACCEPTED);
  }

  @Test
  void whatWaitsWhenItClosesIsStillTaken() throws Exception {
    intake.offer("a");
    intake.close();

    assertThat(intake.offer("b")).isEqualTo(Intake.Answer.CLOSED);
    assertThat(intake.isDrained()).isFalse();
    assertThat(intake.take(10, Long.MAX_VALUE)).containsExactly("a");
    assertThat(intake.isDrained()).isTrue();
    assertThat(intake.take(10, Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void whatWaitsWhenItIsAbandonedIsHandedBack() throws Exception {
    intake.offer("a");

    assertThat(intake.abandon()).containsExactly("a");
    assertThat(intake.offer("b")).isEqualTo(Intake.Answer.CLOSED);
    assertThat(intake.take(10, Long.MAX_VALUE)).isEmpty();
  }
}
