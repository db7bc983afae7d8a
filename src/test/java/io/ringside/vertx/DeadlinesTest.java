package io.ringside.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.sim.SimScheduler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private final SimScheduler clock = new SimScheduler();
  private final List<String> passed = new ArrayList<>();
  private final Deadlines deadlines = new Deadlines(clock, id -> passed.add(id + " at " + clock.nowMillis()));

  @Test
  void eachDeadlineIsCalledOutWithinItsGrainWhateverTheOrderTheyWereAddedIn() {
    deadlines.add(1, 500);
    deadlines.add(2, 20);
    deadlines.add(3, 200);
    clock.runUntil(1000);
    assertThat(passed).containsExactly("2 at 25", "3 at 205", "1 at 505");
  }

  @Test
  void aDeadlineAddedWhileOthersPassDoesNotDelayTheNext() {
    var chained = new ArrayList<Deadlines>();
    chained.add(new Deadlines(clock, id -> {
      passed.add(id + " at " + clock.nowMillis());
      if (id == 1) {
        chained.get(0).add(9, 500);
      }
    }));
    chained.get(0).add(1, 10);
    chained.get(0).add(2, 100);
    clock.runUntil(1000);
    assertThat(passed).containsExactly("1 at 15", "2 at 105", "9 at 520");
  }

  @Test
  void nothingWakesWhileNothingIsDue() {
    deadlines.add(1, 500);
    long before = clock.steps();
    clock.runUntil(400);
    assertThat(clock.steps()).isEqualTo(before);
  }
}
