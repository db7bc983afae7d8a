package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.env.Background;
import io.ringside.event.Events;
import io.ringside.message.Failure;
import io.ringside.sim.Life;
import io.ringside.sim.SimScheduler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

class WalkTest {
  private final SimScheduler world = new SimScheduler();
  private final Life life = world.of(NodeId.of("n1"));
  private int steps;

  private Walk walk(int dutyPercent) {
    return new Walk(life, new Background(Events.NONE), dutyPercent);
  }

  /** A step that takes so long, as one that asks a disk does. */
  private Future<Boolean> stepOf(int millis, int last) {
    Promise<Boolean> taken = Promise.promise();
    life.after(millis, () -> taken.complete(++steps < last));
    return taken.future();
  }

  @Test
  void aHundredThousandStepsNeedNoDeeperStackThanOne() {
    Future<Void> walked = walk(100).along(() -> stepOf(1, 100_000));
    world.runFor(200_000);
    assertThat(walked.succeeded()).isTrue();
    assertThat(steps).isEqualTo(100_000);
  }

  @Test
  void stepsTakeTheirShareOfTheTime() {
    Future<Void> walked = walk(25).along(() -> stepOf(10, 10));
    world.runFor(369);
    assertThat(walked.isComplete()).isFalse();
    world.runFor(1);
    assertThat(walked.succeeded()).isTrue();
  }

  @Test
  void aStepThatFailsOrThrowsIsTheLast() {
    assertThat(walk(100).along(() -> Future.failedFuture(new Failure.Unavailable("full"))).cause()).hasMessage("full");
    assertThat(walk(100).along(() -> {
      throw new IllegalStateException("a bug");
    }).cause()).hasMessage("a bug");
  }
}
