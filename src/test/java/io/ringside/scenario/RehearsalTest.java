package io.ringside.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.http.ScenarioStage.TooMuch;
import io.ringside.http.ScenarioStage.Unplayable;
import io.ringside.sim.RunLog;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RehearsalTest {
  private static final String SMALL = "# small: a write and a read.\nput cart milk via n1\nget cart via n4\n";

  private static Buffer play(String text, long seed) {
    return new Rehearsal("a build", () -> 0).play(text, seed);
  }

  @Test
  void theLogIsTheOneThatTheCommandRecords() {
    Buffer recorded = Buffer.buffer();
    SimWorld.record(Scenario.parse(SMALL), 7, Narrator.SILENT, new RunLog.Origin("a build", "small.scenario --seed 7"),
        line -> recorded.appendString(line).appendString("\n"));
    assertThat(play(SMALL, 7).toString()).isEqualTo(recorded.toString());
  }

  @Test
  void everyScenarioThatComesWithTheProgramIsWithinTheBoundsOfSize() {
    assertThat(ScenarioLibrary.load().all()).allSatisfy(scenario -> {
      var noTime = new AtomicLong();
      assertThatThrownBy(() -> new Rehearsal("a build", () -> noTime.getAndAdd(Rehearsal.MAX_MILLIS)).play(scenario.text(), 1))
          .isInstanceOf(TooMuch.class).hasMessageContaining("it is not over after");
    });
  }

  @TestFactory
  Stream<DynamicTest> whatAsksForTooMuchIsNotEvenBegun() {
    return Stream.of(
        new String[] {"nodes", "cluster nodes=65\nput a b", "65 nodes"},
        new String[] {"partitions", "cluster partitions=1025\nput a b", "partitions"},
        new String[] {"partitions by path", "cluster cluster.partitions=1025\nput a b", "partitions"},
        new String[] {"reads", "delay write acknowledgement read answer constant 1ms\n"
            + "measure staleness r=1 w=1 reads=100000 at 0ms 1ms 2ms\n", "measures 300000 reads"})
        .map(each -> DynamicTest.dynamicTest(each[0], () -> assertThatThrownBy(() -> play("# a: b\n" + each[1] + "\n", 1))
            .isInstanceOf(TooMuch.class).hasMessageContaining(each[2])));
  }

  @TestFactory
  Stream<DynamicTest> whatCannotBePlayedIsRefusedWithItsPlace() {
    return Stream.of(
        new Object[] {"a verb", "put a b\n  partion n1", 3, 3, "'partion' is not a verb"},
        new Object[] {"a setting", "cluster gossip.periodMillis=0\nput a b", 2, 1, "gossip.periodMillis"},
        new Object[] {"nodes without end", "cluster nodes=2000000000\nput a b", 2, 1, "at most 1000 nodes"},
        new Object[] {"ranges", "put a-{1..10000} {}\nput b-{1..10000} " + "x".repeat(100), 3, 1, "more than 1048576 characters"},
        new Object[] {"a second crash", "at 1s crash n2\ncrash n2", 3, 7, "n2 is down already"})
        .map(each -> DynamicTest.dynamicTest((String) each[0], () -> assertThatThrownBy(() -> play("# a: b\n" + each[1] + "\n", 1))
            .isInstanceOfSatisfying(Unplayable.class, refused -> {
              assertThat(refused).hasMessageContaining((String) each[4]);
              assertThat(refused).hasFieldOrPropertyWithValue("line", each[2]).hasFieldOrPropertyWithValue("column", each[3]);
            })));
  }

  @Test
  void aRunIsBrokenOffWhenItsTimeIsOver() {
    var millis = new AtomicLong();
    assertThatThrownBy(() -> new Rehearsal("a build", millis::getAndIncrement).play("# a: b\nput a b\nwait 30m\n", 1))
        .isInstanceOf(TooMuch.class).hasMessageContaining("it is not over after 30 s");
    assertThat(millis).hasValueLessThan(Rehearsal.MAX_MILLIS + 10);
  }
}
