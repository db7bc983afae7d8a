package io.ringside.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.event.Event;
import io.ringside.message.Ack;
import io.ringside.message.Held;
import io.ringside.message.Request;
import io.ringside.operation.Found;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Slots that end after the client has its answer. */
class LateSlotTest extends CoordinatorFixture {
  private static final RuntimeException BUG = new IllegalStateException("nobody expects this");

  private List<Event> bugs() {
    return events.stream().filter(Event.Bug.class::isInstance).toList();
  }

  private Future<Written> putWithoutTheLastSlot() {
    Future<Written> put = coordinator.execute(put(Options.DEFAULTS));
    transport.lastTo(p1).answer(minted(p1, (Request.Mint) transport.lastTo(p1).request()));
    transport.lastTo(p2).answer(Ack.STORED);
    resultOf(put);
    return put;
  }

  private Future<Found> getWithoutTheLastSlot() {
    Future<Found> get = coordinator.execute(get(Options.DEFAULTS));
    transport.lastTo(p1).answer(new Held(holding("n1", "milk"), true));
    transport.lastTo(p2).answer(new Held(holding("n1", "milk"), true));
    resultOf(get);
    return get;
  }

  @Test
  void anExceptionInALateSlotOfAWriteIsReportedAsABug() {
    putWithoutTheLastSlot();
    transport.lastTo(p3).promise().fail(BUG);
    assertThat(bugs()).hasSize(1).first().isInstanceOfSatisfying(Event.Bug.class, bug -> assertThat(bug.thrown()).isSameAs(BUG));
  }

  @Test
  void anExceptionInALateSlotOfAReadIsReportedAsABug() {
    getWithoutTheLastSlot();
    transport.lastTo(p3).promise().fail(BUG);
    assertThat(bugs()).hasSize(1);
  }

  @Test
  void anExceptionInASlotThatTheQuorumDoesWithoutIsReportedToo() {
    Future<Written> put = coordinator.execute(put(Options.DEFAULTS));
    transport.lastTo(p1).answer(minted(p1, (Request.Mint) transport.lastTo(p1).request()));
    transport.lastTo(p2).promise().fail(BUG);
    transport.lastTo(p3).answer(Ack.STORED);
    resultOf(put);
    assertThat(bugs()).hasSize(1);
  }

  @Test
  void silenceAndRefusalInALateSlotAreNoBugs() {
    putWithoutTheLastSlot();
    silent(f1, f2, f3);
    transport.lastTo(p3).staySilent();
    getWithoutTheLastSlot();
    transport.lastTo(p3).staySilent();
    assertThat(bugs()).isEmpty();
  }
}
