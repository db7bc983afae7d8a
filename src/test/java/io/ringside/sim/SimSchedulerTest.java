package io.ringside.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringside.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimSchedulerTest {
  private final SimScheduler world = new SimScheduler(100);
  private final List<String> ran = new ArrayList<>();

  @Test
  void tasksRunInTheOrderOfTimeAndThenOfAsking() {
    world.after(20, () -> ran.add("late"));
    world.after(10, () -> ran.add("first"));
    world.after(10, () -> ran.add("second"));
    world.runUntil(15);
    assertEquals(List.of("first", "second"), ran);
    assertEquals(15, world.nowMillis());
    world.runFor(5);
    assertEquals(List.of("first", "second", "late"), ran);
  }

  @Test
  void aTaskMayAskForAnotherAtTheSameMoment() {
    world.after(5, () -> world.after(0, () -> ran.add("nested at " + world.nowMillis())));
    world.runUntil(5);
    assertEquals(List.of("nested at 5"), ran);
  }

  @Test
  void aPlanRunsAsIfAllOfItHadBeenAskedForAtOnce() {
    world.runUntil(100);
    world.after(10, () -> ran.add("before"));
    world.plan(List.of(5L, 10L, 10L, 20L), delay -> delay, delay -> {
      ran.add("planned " + world.nowMillis());
      world.after(0, () -> ran.add("nested " + world.nowMillis()));
    });
    world.after(10, () -> ran.add("after"));
    world.runUntil(115);
    assertEquals(List.of("planned 105", "nested 105", "before", "planned 110", "planned 110", "after", "nested 110", "nested 110"),
        ran);
    world.runUntil(120);
    assertEquals(List.of("planned 120", "nested 120"), ran.subList(8, ran.size()));
  }

  @Test
  void aPlanWhoseTimesGoBackIsRefused() {
    world.plan(List.of(10L, 5L), delay -> delay, delay -> { });
    assertThrows(IllegalArgumentException.class, () -> world.runUntil(10));
  }

  @Test
  void aCancelledTaskNeverRuns() {
    world.after(5, () -> ran.add("never")).cancel();
    assertFalse(world.runNext());
    assertEquals(List.of(), ran);
  }

  @Test
  void theTasksOfALifeThatIsOverNeverRunAndTheNextLifeHasItsOwn() {
    Life first = world.of(NodeId.of("a"));
    first.after(5, () -> ran.add("first life"));
    first.end();
    Life second = world.of(NodeId.of("a"));
    second.after(5, () -> ran.add("second life"));
    world.runUntil(10);
    assertEquals(List.of("second life"), ran);
  }

  @Test
  void aLifeHasItsOwnClocks() {
    world.runUntil(1000);
    Life life = world.of(NodeId.of("a"), 250);
    world.runFor(30);
    assertEquals(30, life.nowMillis());
    assertEquals(world.wallMillis() + 250, life.wallMillis());
  }

  @Test
  void aWorldThatGoesRoundInCirclesIsStopped() {
    circle();
    assertThrows(IllegalStateException.class, () -> world.runUntil(1));
  }

  private void circle() {
    world.after(0, this::circle);
  }
}
