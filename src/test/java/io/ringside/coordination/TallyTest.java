package io.ringside.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.coordination.Tally.Outcome;
import io.ringside.testing.Every;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All sequences of answers for up to six replicas, against the definition of a quorum. */
class TallyTest {
  @Test
  void everySequenceOfAnswersIsJudgedAsDefined() {
    for (int asked = 1; asked <= 6; asked++) {
      for (int needed = 0; needed <= asked + 1; needed++) {
        int replicas = asked;
        int wanted = needed;
        Every.listUpTo(asked, List.of(true, false)).forEach(answers ->
            assertThat(outcome(wanted, replicas, answers)).as("%d of %d, %s", wanted, replicas, answers)
                .isEqualTo(defined(wanted, replicas, answers)));
      }
    }
  }

  private static Outcome outcome(int needed, int asked, List<Boolean> answers) {
    int successes = (int) answers.stream().filter(yes -> yes).count();
    return new Tally(needed, asked, successes, answers.size() - successes).outcome();
  }

  /** Reached if it is so now; out of reach if even the best of all futures does not reach it. */
  private static Outcome defined(int needed, int asked, List<Boolean> answers) {
    long now = answers.stream().filter(yes -> yes).count();
    long atBest = now + asked - answers.size();
    return now >= needed ? Outcome.REACHED : atBest < needed ? Outcome.OUT_OF_REACH : Outcome.PENDING;
  }

  @Test
  void oneMoreAnswerNeverTakesAVerdictBack() {
    Every.listUpTo(4, List.of(true, false)).forEach(answers -> {
      Outcome before = outcome(3, 5, answers);
      for (boolean next : List.of(true, false)) {
        Outcome after = outcome(3, 5, Stream.concat(answers.stream(), Stream.of(next)).toList());
        assertThat(before == Outcome.PENDING || before == after).isTrue();
      }
    });
  }

  @Test
  void ofTwoTalliesBothMustBeReachedAndEitherCanBeLost() {
    List<Tally> each = List.of(new Tally(1, 2, 1, 0), new Tally(1, 2, 0, 0), new Tally(1, 2, 0, 2));
    Every.pair(each, (one, other) -> {
      List<Outcome> both = List.of(one.outcome(), other.outcome());
      Outcome expected = both.contains(Outcome.OUT_OF_REACH) ? Outcome.OUT_OF_REACH
          : both.contains(Outcome.PENDING) ? Outcome.PENDING : Outcome.REACHED;
      assertThat(one.outcomeWith(other)).isEqualTo(expected);
    });
  }

  @Test
  void numbersThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new Tally(1, 2, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Tally(-1, 2, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Tally(1, 2, -1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
