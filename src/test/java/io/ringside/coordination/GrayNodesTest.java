package io.ringside.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrayNodesTest {
  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");
  private static final NodeId C = NodeId.of("c");

  private final List<Event> events = new ArrayList<>();
  private final GrayNodes gray = new GrayNodes(events::add);
  private long now;

  private void failsFor(NodeId node, long millis) {
    for (long until = now + millis; now <= until; now += 200) {
      gray.failed(node, now);
    }
    now -= 200;
  }

  @Test
  void whoFailsForTooLongIsAvoidedAndToldOnce() {
    failsFor(A, 2000);
    assertThat(gray.isAvoided(A, now)).isTrue();
    assertThat(gray.isAvoided(B, now)).isFalse();
    assertThat(events).singleElement().isInstanceOfSatisfying(Event.MemberDegraded.class,
        degraded -> assertThat(degraded.member()).isEqualTo(A));
  }

  @Test
  void oneCallAtATimeIsLetThrough() {
    failsFor(A, 2000);
    now += GrayNodes.AFTER_BAD_MILLIS;
    assertThat(gray.isAvoided(A, now)).isFalse();
    gray.asked(A);
    assertThat(gray.isAvoided(A, now)).isTrue();
    gray.leftOpen(A);
    assertThat(gray.isAvoided(A, now)).isFalse();
    gray.asked(A);
    gray.failed(A, now + 500);
    assertThat(gray.isAvoided(A, now + 500)).isTrue();
  }

  @Test
  void enoughGoodTrialsInARowEndIt() {
    failsFor(A, 2000);
    trials(GrayNodes.GOOD_TRIALS - 1);
    gray.asked(A);
    gray.failed(A, now);
    trials(GrayNodes.GOOD_TRIALS - 1);
    assertThat(events).hasSize(1);
    trials(1);
    assertThat(events).hasSize(2).last().isEqualTo(new Event.MemberRecovered(A));
    assertThat(gray.isAvoided(A, now)).isFalse();
    gray.failed(A, now);
    assertThat(gray.isAvoided(A, now)).as("what was before is forgotten").isFalse();
  }

  private void trials(int count) {
    for (int i = 0; i < count; i++) {
      now += GrayNodes.AFTER_BAD_MILLIS;
      assertThat(gray.isAvoided(A, now)).isFalse();
      gray.asked(A);
      gray.answered(A, now, 1);
    }
  }

  @Test
  void whoIsTenTimesSlowerThanTheOthersIsGray() {
    for (; now <= 3000; now += 100) {
      gray.answered(A, now, 300);
      gray.answered(B, now, 20);
      gray.answered(C, now, 25);
    }
    assertThat(gray.isAvoided(A, now)).isTrue();
    assertThat(events).hasSize(1);
  }

  @Test
  void whereAllAreSlowNobodyIs() {
    for (; now <= 3000; now += 100) {
      List.of(A, B, C).forEach(node -> gray.answered(node, now, 300));
    }
    assertThat(events).isEmpty();
  }

  @Test
  void whereAllAreFastNobodyIsSlow() {
    for (; now <= 3000; now += 100) {
      gray.answered(A, now, GrayNodes.NEVER_SLOW_MILLIS - 1);
      gray.answered(B, now, 1);
    }
    assertThat(events).isEmpty();
  }
}
