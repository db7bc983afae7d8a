package io.ringside.version;

import static io.ringside.version.VectorClock.Order.AFTER;
import static io.ringside.version.VectorClock.Order.BEFORE;
import static io.ringside.version.VectorClock.Order.CONCURRENT;
import static io.ringside.version.VectorClock.Order.EQUAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.testing.Every;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The laws of vector clocks for all 27 clocks over three nodes with counters up to two: all pairs, all triples. */
class VectorClockTest {
  private static final List<Actor> ACTORS = List.of(Actor.of("x"), Actor.of("y"), Actor.of("z"));
  private static final List<VectorClock> CLOCKS = Every.list(3, List.of(0L, 1L, 2L)).map(VectorClockTest::clock).toList();

  private static VectorClock clock(List<Long> counters) {
    var clock = new TreeMap<Actor, Long>();
    for (int i = 0; i < counters.size(); i++) {
      if (counters.get(i) > 0) {
        clock.put(ACTORS.get(i), counters.get(i));
      }
    }
    return new VectorClock(clock);
  }

  @Test
  void allTwentySevenClocksDiffer() {
    assertThat(CLOCKS).hasSize(27).doesNotHaveDuplicates();
  }

  @Test
  void aClockDescendsItself() {
    assertThat(CLOCKS).allMatch(clock -> clock.descends(clock) && clock.compare(clock) == EQUAL);
  }

  @Test
  void twoClocksThatDescendEachOtherAreEqual() {
    Every.pair(CLOCKS, (one, other) ->
        assertThat(one.descends(other) && other.descends(one)).isEqualTo(one.equals(other)));
  }

  @Test
  void descentIsTransitive() {
    Every.pair(CLOCKS, (first, second) -> CLOCKS.stream()
        .filter(third -> first.descends(second) && second.descends(third))
        .forEach(third -> assertThat(first.descends(third)).isTrue()));
  }

  @Test
  void theOrderSaysTheSameFromBothSides() {
    Every.pair(CLOCKS, (one, other) -> {
      VectorClock.Order mirrored = switch (one.compare(other)) {
        case EQUAL -> EQUAL;
        case CONCURRENT -> CONCURRENT;
        case BEFORE -> AFTER;
        case AFTER -> BEFORE;
      };
      assertThat(other.compare(one)).isEqualTo(mirrored);
    });
  }

  @Test
  void aClockIsAfterAnotherIfItHasCountedAsMuchOfEachAndMoreOfOne() {
    Every.pair(CLOCKS, (one, other) -> {
      boolean asMuch = ACTORS.stream().allMatch(actor -> one.counterOf(actor) >= other.counterOf(actor));
      boolean more = ACTORS.stream().anyMatch(actor -> one.counterOf(actor) > other.counterOf(actor));
      assertThat(one.compare(other) == AFTER).isEqualTo(asMuch && more);
    });
  }

  @Test
  void aMergeIsTheLeastClockThatDescendsBoth() {
    Every.pair(CLOCKS, (one, other) -> {
      VectorClock merged = one.merge(other);
      assertThat(merged.descends(one) && merged.descends(other)).isTrue();
      assertThat(CLOCKS).allMatch(upper -> !(upper.descends(one) && upper.descends(other)) || upper.descends(merged));
    });
  }

  @Test
  void mergingIsIdempotentAndCommutative() {
    assertThat(CLOCKS).allMatch(clock -> clock.merge(clock).equals(clock));
    Every.pair(CLOCKS, (one, other) -> assertThat(one.merge(other)).isEqualTo(other.merge(one)));
  }

  @Test
  void mergingIsAssociative() {
    Every.pair(CLOCKS, (first, second) -> CLOCKS.forEach(third ->
        assertThat(first.merge(second).merge(third)).isEqualTo(first.merge(second.merge(third)))));
  }

  @Test
  void aClockCoversTheDotsItHasCounted() {
    for (VectorClock clock : CLOCKS) {
      for (Actor actor : ACTORS) {
        for (long counter = 1; counter <= 3; counter++) {
          assertThat(clock.covers(new Dot(actor, counter))).isEqualTo(counter <= clock.counterOf(actor));
        }
      }
    }
  }

  @Test
  void countingUpNeverCountsDown() {
    for (VectorClock clock : CLOCKS) {
      assertThat(clock.with(ACTORS.get(0), 1).counterOf(ACTORS.get(0))).isEqualTo(Math.max(1, clock.counterOf(ACTORS.get(0))));
      assertThat(clock.with(ACTORS.get(0), 1).descends(clock)).isTrue();
    }
  }

  @Test
  void aClockCountsFromOne() {
    var zero = new TreeMap<Actor, Long>();
    zero.put(ACTORS.get(0), 0L);
    assertThatThrownBy(() -> new VectorClock(zero)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("x:0");
    assertThatThrownBy(() -> Dot.of("x", 0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0");
  }

  @Test
  void aClockReadsAsPeopleWriteIt() {
    assertThat(clock(List.of(2L, 0L, 1L))).hasToString("{x:2 z:1}");
    assertThat(VectorClock.EMPTY).hasToString("{}");
  }
}
