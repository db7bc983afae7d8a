package io.ringside.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
  private static final Runnable NOTHING = () -> { };

  private record Asked(long dueMicros, long order, TimerQueue.Planned timer) {}

  /** What is asked for below 20 is a time; the rest cancels one of those before. */
  @Property
  void whatIsLeftComesInTheOrderOfTimeAndOfAsking(@ForAll @Size(max = 200) List<@IntRange(min = 0, max = 39) Integer> steps) {
    var queue = new TimerQueue();
    var left = new ArrayList<Asked>();
    for (int i = 0; i < steps.size(); i++) {
      int step = steps.get(i);
      if (step < 20) {
        left.add(new Asked(step, i, queue.add(step, i, NOTHING)));
      } else if (!left.isEmpty()) {
        left.remove(step % left.size()).timer().cancel();
      }
    }
    left.sort(Comparator.comparingLong(Asked::dueMicros).thenComparingLong(Asked::order));
    for (Asked next : left) {
      assertThat(queue.nextMicros()).isEqualTo(next.dueMicros());
      assertThat(queue.poll()).isSameAs(next.timer());
    }
    assertThat(queue.poll()).isNull();
    assertThat(queue.nextMicros()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void cancellingWhatHasRunOrWasCancelledChangesNothing() {
    var queue = new TimerQueue();
    TimerQueue.Planned first = queue.add(1, 0, NOTHING);
    TimerQueue.Planned second = queue.add(2, 1, NOTHING);
    TimerQueue.Planned third = queue.add(3, 2, NOTHING);
    assertThat(queue.poll()).isSameAs(first);
    first.cancel();
    second.cancel();
    second.cancel();
    assertThat(queue.poll()).isSameAs(third);
    assertThat(queue.poll()).isNull();
  }
}
