package io.ringside.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.fault.Cut;
import io.ringside.fault.FaultPlan;
import io.ringside.testing.Malformed;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaultStateTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");

  private static final FaultState BROKEN = FaultState.NONE
      .withLinks(FaultPlan.NONE.partition(List.of(List.of(N1), List.of(N2, N3))))
      .withTroubles(FaultState.NONE.troubles().with(List.of(new Cut(N1, N2)), link -> link.withLoss(0.2).withDelay(200))
          .with(List.of(), link -> link.withDelay(5)))
      .withPause(N2, 5000, 1000)
      .withKilled(N3)
      .withFull(N1);

  private static final List<FaultState> STATES = List.of(FaultState.NONE, BROKEN.after(FaultState.NONE, N1),
      FaultState.NONE.withKilled(N2).after(FaultState.NONE, N2), BROKEN.healed().after(BROKEN.after(FaultState.NONE, N1), N1));

  @Test
  void ofSeveralTheNewestCountsInWhateverOrderTheyAreHeardOf() {
    for (FaultState a : STATES) {
      assertThat(a.newer(a)).isEqualTo(a);
      for (FaultState b : STATES) {
        assertThat(a.newer(b)).isEqualTo(b.newer(a));
        for (FaultState c : STATES) {
          assertThat(a.newer(b).newer(c)).isEqualTo(a.newer(b.newer(c)));
        }
      }
    }
    assertThat(STATES.stream().reduce(FaultState.NONE, FaultState::newer)).isEqualTo(STATES.get(3));
  }

  @Test
  void whatIsWrittenIsReadAndNothingElseIs() {
    for (FaultState state : STATES) {
      assertThat(FaultState.decode(state.encode())).isEqualTo(state);
      Malformed.cutShort(state.encode(), FaultState::decode);
    }
    var random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      Malformed.garbled(BROKEN.encode(), random, FaultState::decode);
    }
  }

  @Test
  void aPauseEndsByItselfAndTheLongerOfTwoCounts() {
    FaultState paused = BROKEN.withPause(N2, 3000, 1000);
    assertThat(paused.planAt(4999).silenced()).containsExactly(N2);
    assertThat(paused.planAt(5000).silenced()).isEmpty();
    assertThat(paused.withPause(N3, 9000, 5000).pausedUntilMillis()).containsOnlyKeys(N3);
  }

  @Test
  void eachPartHasTheNameThatTheLogHasForIt() {
    assertThat(BROKEN.namesAt(2000)).containsExactly("cut n1->n2 n1->n3 n2->n1 n3->n1", "delay 5ms", "fill n1", "kill n3",
        "loss 20% n1->n2", "silence n2");
    assertThat(BROKEN.healed().namesAt(2000)).containsExactly("fill n1", "kill n3");
    assertThat(BROKEN.healed().withRunning(N1).withRunning(N3).namesAt(2000)).isEmpty();
  }
}
