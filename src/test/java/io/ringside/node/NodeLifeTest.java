package io.ringside.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.message.Failure;
import io.ringside.message.Minted;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.message.Welcome;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a node answers, and when it says that it cannot. */
class NodeLifeTest extends NodeFixture {
  private List<Request<?>> dataRequests() {
    return List.of(
        new Request.Read(CART),
        new Request.Inspect(CART),
        new Request.Store(CART, Siblings.NONE, Reason.WRITE),
        new Request.Hint(P2, CART, Siblings.NONE),
        new Request.Mint(CART, CausalContext.EMPTY, newRequest(), Optional.of(Content.text("milk")), Optional.empty()),
        new Request.ListKeys("default", "", "", 1),
        new Request.ListBuckets("", 1));
  }

  private void assertUnavailable(Request<?> request) {
    assertThat(request.deliverTo(node).cause()).as("%s", request).isInstanceOf(Failure.Unavailable.class);
  }

  private void answerHellos() {
    transport.sent().stream().filter(sent -> sent.request() instanceof Request.Hello && sent.isOpen())
        .forEach(sent -> sent.answer(new Welcome(0, ClusterView.founding(ROSTER))));
  }

  @Test
  void dataIsUnavailableUntilTheNodeServes() {
    Future<Long> starting = starting(disk);
    dataRequests().forEach(this::assertUnavailable);
    assertThat(resultOf(node.showStatus(new Request.ShowStatus())).ready()).isFalse();
    remembers(0, P2, P3);
    answerHellos();
    assertThat(resultOf(starting)).isEqualTo(1);
    dataRequests().forEach(request -> assertThat(request.deliverTo(node).succeeded()).as("%s", request).isTrue());
  }

  @Test
  void dataIsUnavailableAfterTheStop() {
    remembers(0, P2, P3);
    start(disk);
    resultOf(node.stop());
    dataRequests().forEach(this::assertUnavailable);
    assertUnavailable(new Request.Probe(P2, List.of()));
  }

  @Test
  void aHelloIsAnsweredEvenBeforeTheNodeServesAndAProbeIsNot() {
    starting(disk);
    assertThat(resultOf(node.hello(new Request.Hello(P2, 1))).rememberedStart()).isZero();
    assertUnavailable(new Request.Probe(P2, List.of()));
  }

  @Test
  void aHelloOfAStrangerIsRefused() {
    starting(disk);
    assertThat(node.hello(new Request.Hello(NodeId.of("stranger"), 1)).cause()).isInstanceOf(Failure.Refused.class);
  }

  @Test
  void aStopIsRecordedAndAHaltIsNot() {
    remembers(0, P2, P3);
    start(disk);
    assertThat(remembered().running()).isTrue();
    resultOf(node.stop());
    assertThat(remembered().running()).isFalse();
    assertThat(told(Event.NodeStopping.class)).hasSize(1);

    start(disk);
    node.halt();
    assertThat(remembered().running()).isTrue();
    dataRequests().forEach(this::assertUnavailable);
  }

  @Test
  void aSecondStopDoesNothing() {
    remembers(0, P2, P3);
    start(disk);
    resultOf(node.stop());
    resultOf(node.stop());
    assertThat(told(Event.NodeStopping.class)).hasSize(1);
  }

  @Test
  void aNodeThatIsStoppedWhileItStartsNeverServes() {
    Future<Long> starting = starting(disk);
    resultOf(node.stop());
    remembers(0, P2, P3);
    answerHellos();
    assertThat(starting.cause()).isInstanceOf(Failure.Unavailable.class);
    transport.forget();
    world.runFor(60_000);
    assertThat(transport.sent()).as("neither probes nor hints").isEmpty();
    dataRequests().forEach(this::assertUnavailable);
    assertThat(told(Event.NodeUp.class)).isEmpty();
  }

  @Test
  void aStoppedNodeSendsNothingMore() {
    remembers(0, P2, P3);
    start(disk);
    resultOf(node.stop());
    transport.forget();
    world.runFor(60_000);
    assertThat(transport.sent()).isEmpty();
  }

  @Test
  void aPastThatIsHeardOfDuringTheStopStartsNothingAgain() {
    var slow = new SlowDataStore(disk);
    remembers(0, P2, P3);
    resultOf(starting(slow));
    slow.holdCommits();
    hearsOfStart(SELF, 7);
    Future<Void> stopping = node.stop();
    slow.releaseCommits();
    resultOf(stopping);
    transport.forget();
    world.runFor(60_000);
    assertThat(transport.sent()).isEmpty();
    assertRemembered(8, 8, true, false);
  }

  @Test
  void aRequestThatWasMintedBeforeGetsTheSameDotAndAddsNothing() {
    remembers(0, P2, P3);
    start(disk);
    var mint = new Request.Mint(CART, CausalContext.EMPTY, newRequest(), Optional.of(Content.text("milk")), Optional.empty());
    Minted first = resultOf(node.mint(mint));
    assertThat(resultOf(node.mint(mint))).isEqualTo(first);
  }

  @Test
  void aWriteKeptForAnotherIsReadButIsNotOnesOwn() {
    remembers(0, P2, P3);
    start(disk);
    var mint = new Request.Mint(CART, CausalContext.EMPTY, newRequest(), Optional.of(Content.text("milk")), Optional.of(P2));
    Siblings kept = resultOf(node.mint(mint)).siblings();
    assertThat(read().siblings()).isEqualTo(kept);
    assertThat(resultOf(node.inspect(new Request.Inspect(CART))).own().siblings()).isEqualTo(Siblings.NONE);
    assertThat(resultOf(node.inspect(new Request.Inspect(CART))).hints()).containsOnlyKeys(P2);
  }
}
