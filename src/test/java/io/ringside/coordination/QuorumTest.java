package io.ringside.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.coordination.Tally.Outcome;
import io.ringside.testing.Every;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuorumTest {
  private static final RuntimeException NO = new IllegalArgumentException("no");

  private final List<Promise<Integer>> promises = Stream.generate(() -> Promise.<Integer>promise()).limit(3).toList();
  private final List<Future<Integer>> slots = promises.stream().map(Promise::future).toList();

  @Test
  void itCompletesWithTheFirstThatSucceededInTheirOrder() {
    Future<List<Integer>> two = Quorum.first(2, slots);
    promises.get(2).complete(3);
    assertThat(two.isComplete()).isFalse();
    promises.get(0).complete(1);
    assertThat(two.result()).containsExactly(3, 1);
    promises.get(1).complete(2);
    assertThat(two.result()).containsExactly(3, 1);
  }

  @Test
  void itFailsAsSoonAsThereIsNoHopeAndNamesTheReasons() {
    Future<List<Integer>> two = Quorum.first(2, slots);
    promises.get(0).fail(NO);
    assertThat(two.isComplete()).isFalse();
    promises.get(1).fail(NO);
    assertThat(two.cause()).isInstanceOfSatisfying(Quorum.OutOfReach.class, missed ->
        assertThat(missed.failures()).containsExactly(NO, NO));
  }

  @Test
  void itAgreesWithTheTallyHoweverTheSlotsEnd() {
    Every.list(3, List.of(true, false)).forEach(ends -> Every.order(List.of(0, 1, 2)).forEach(order -> {
      for (int needed = 1; needed <= 3; needed++) {
        List<Promise<Integer>> some = Stream.generate(() -> Promise.<Integer>promise()).limit(3).toList();
        Future<List<Integer>> verdict = Quorum.first(needed, some.stream().map(Promise::future).toList());
        int yes = 0;
        int no = 0;
        for (int slot : order) {
          if (ends.get(slot)) {
            some.get(slot).complete(slot);
            yes++;
          } else {
            some.get(slot).fail(NO);
            no++;
          }
          Outcome outcome = new Tally(needed, 3, yes, no).outcome();
          assertThat(verdict.isComplete()).isEqualTo(outcome != Outcome.PENDING);
          assertThat(verdict.succeeded()).isEqualTo(outcome == Outcome.REACHED);
        }
      }
    }));
  }

  @Test
  void allWaitsForEverySlotAndKeepsWhatSucceeded() {
    Future<List<Integer>> all = Quorum.all(slots);
    promises.get(1).complete(2);
    promises.get(0).fail(NO);
    assertThat(all.isComplete()).isFalse();
    promises.get(2).complete(3);
    assertThat(all.result()).containsExactly(2, 3);
    assertThat(Quorum.all(List.<Future<Integer>>of()).result()).isEmpty();
  }

  @Test
  void aJudgeThatThrowsFailsTheQuorumAndIsNotLost() {
    Future<List<Integer>> verdict = Quorum.until(slots, (successes, failures) -> {
      if (successes.size() == 1) {
        throw NO;
      }
      return Outcome.PENDING;
    });
    promises.get(0).complete(1);
    assertThat(verdict.cause()).isSameAs(NO);
  }
}
