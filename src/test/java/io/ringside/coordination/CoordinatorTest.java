package io.ringside.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.message.Failure;
import io.ringside.message.Held;
import io.ringside.message.Request;
import io.ringside.operation.Count;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoordinatorTest extends CoordinatorFixture {
  private static final Siblings MILK = holding("a", "milk");

  private Future<Written> insert() {
    return insert(Options.DEFAULTS);
  }

  private Future<Written> insert(Options options) {
    return coordinator.execute(new Operation.Put(CART, Content.text("eggs"), CausalContext.EMPTY, REQUEST, true, options));
  }

  /** One of the primaries says of every write that it cannot now, while the others take them. */
  private void degrade(NodeId gray) {
    willing(primaries);
    willing(fallbacks);
    unavailable(gray);
    for (int i = 0; i < 20 && events.stream().noneMatch(event -> event instanceof Event.MemberDegraded); i++) {
      scheduler.runFor(250);
      coordinator.execute(put(Options.DEFAULTS));
    }
    assertThat(events).anyMatch(event -> event instanceof Event.MemberDegraded degraded && degraded.member().equals(gray));
    willing(List.of(gray));
    transport.forget();
  }

  /** Full hint stores made every node look gray (found by a reviewer). */
  @Test
  void whoHasNoRoomForAHintIsAsWellAsEver() {
    willing(primaries);
    willing(fallbacks);
    unavailable(p3);
    failing(new Failure.Declined("no room for another hint"), f1, f2, f3);
    for (int i = 0; i < 20; i++) {
      scheduler.runFor(250);
      coordinator.execute(put(Options.DEFAULTS));
    }
    assertThat(events).filteredOn(Event.MemberDegraded.class::isInstance)
        .allMatch(event -> ((Event.MemberDegraded) event).member().equals(p3)).hasSize(1);
    assertThat(askedTo(Request.Hint.class)).contains(f1, f2, f3);
  }

  @Test
  void aDegradedPrimaryIsNotAskedAndMintsNothing() {
    degrade(p1);
    resultOf(coordinator.execute(put(Options.DEFAULTS)));
    assertThat(askedTo(Request.Mint.class)).containsExactly(p2);
    assertThat(askedTo(Request.Store.class)).containsExactly(p3);
    assertThat(askedTo(Request.Hint.class)).containsExactly(f1);
  }

  @Test
  void aDegradedPrimaryIsAskedWhereItIsNeeded() {
    degrade(p1);
    resultOf(coordinator.execute(put(Options.DEFAULTS.withQuorum(Count.ALL).withPrimaries(Count.ALL))));
    assertThat(askedTo(Request.Hint.class)).isEmpty();
  }

  @Test
  void aDegradedPrimaryIsTriedAgainAndTakenBack() {
    degrade(p1);
    for (int i = 0; i < 20; i++) {
      scheduler.runFor(250);
      resultOf(coordinator.execute(put(Options.DEFAULTS)));
    }
    assertThat(events).contains(new Event.MemberRecovered(p1));
    transport.forget();
    resultOf(coordinator.execute(put(Options.DEFAULTS)));
    assertThat(askedTo(Request.Hint.class)).isEmpty();
  }

  @Test
  void aCoordinatorWhoseOwnNodeIsDegradedLetsAnotherMint() {
    coordinator = at(p2);
    degrade(p2);
    resultOf(coordinator.execute(put(Options.DEFAULTS)));
    assertThat(askedTo(Request.Mint.class)).containsExactly(p1);
  }

  @Test
  void anInsertFailsWhereThereIsAValue() {
    holds(MILK, p1, p2, p3);
    assertThat(failureOf(insert()).kind()).isEqualTo(Kind.PRECONDITION_FAILED);
    assertThat(transport.sent(Request.Mint.class)).isEmpty();
  }

  @Test
  void anInsertStoresWhereThereIsNothingOrOnlyATombstone() {
    willing(primaries);
    resultOf(insert());
    holds(deleting(MILK, "a"), p1, p2, p3);
    resultOf(insert());
  }

  @Test
  void anInsertThatIsTriedAgainMeetsItsOwnValueAndSucceeds() {
    var own = minted(p1, new Request.Mint(CART, CausalContext.EMPTY, REQUEST, Optional.of(Content.text("eggs")), Optional.empty()));
    holds(own.siblings(), p1, p2, p3);
    assertThat(resultOf(insert()).dot()).isEqualTo(own.dot());
  }

  @Test
  void aDeleteWithAContextSupersedesExactlyThat() {
    willing(primaries);
    CausalContext seen = CausalContext.EMPTY.with(Dot.of("x", 4));

    resultOf(coordinator.execute(new Operation.Delete(CART, seen, REQUEST, Options.DEFAULTS)));

    assertThat(transport.sent(Request.Read.class)).isEmpty();
    assertThat(transport.sent(Request.Mint.class)).singleElement().satisfies(mint -> {
      assertThat(mint.past()).isEqualTo(seen);
      assertThat(mint.content()).isEmpty();
    });
  }

  @Test
  void readingFirstAndWritingThenShareOneTimeLimit() {
    Future<Written> insert = insert(Options.DEFAULTS.withTimeoutMillis(600));
    scheduler.runFor(450);
    primaries.forEach(node -> transport.lastTo(node).answer(new Held(Siblings.NONE, true)));

    assertThat(transport.lastTo(p1).request()).isInstanceOf(Request.Mint.class);
    assertThat(transport.lastTo(p1).limitMillis()).isEqualTo(150);
    assertThat(insert.isComplete()).isFalse();
  }

  @Test
  void beyondItsLimitACoordinatorTurnsOperationsAwayAndRecovers() {
    coordinator = coordinator("limits.inFlight=2");
    Future<?> first = coordinator.execute(put(Options.DEFAULTS));
    coordinator.execute(put(Options.DEFAULTS));

    OperationFailure turnedAway = failureOf(coordinator.execute(put(Options.DEFAULTS)));

    assertThat(turnedAway.kind()).isEqualTo(Kind.OVERLOADED);
    assertThat(turnedAway.mayRetry()).isTrue();
    unavailable(p1, p2, p3, f1, f2, f3);
    transport.sent().get(0).staySilent();
    failureOf(first);
    assertThat(failureOf(coordinator.execute(put(Options.DEFAULTS))).kind()).isEqualTo(Kind.QUORUM_MISSED);
  }

  @Test
  void aValueBeyondItsLimitIsTooLargeAndNobodyIsAsked() {
    coordinator = coordinator("limits.valueBytes=3");
    assertThat(failureOf(coordinator.execute(put(Options.DEFAULTS))).kind()).isEqualTo(Kind.TOO_LARGE);
    assertThat(transport.sent()).isEmpty();
  }

  @Test
  void anImpossibleNumberIsRefusedAndNobodyIsAsked() {
    assertThat(failureOf(coordinator.execute(put(Options.DEFAULTS.withQuorum(Count.of(0))))).kind()).isEqualTo(Kind.INVALID);
    assertThat(transport.sent()).isEmpty();
  }

  /** One instant for all who mint it. */
  @Test
  void howLongAPutLivesIsSettledByTheCoordinator() {
    willing(primaries);
    resultOf(coordinator.execute(put(Options.DEFAULTS.withTtlMillis(1500))));
    assertThat(transport.sent(Request.Mint.class)).singleElement().satisfies(mint ->
        assertThat(mint.content().orElseThrow().expiresAtMillis()).isEqualTo(scheduler.wallMillis() + 1500));
  }

  @Test
  void aBucketSaysHowLongThatLivesOfWhichNobodySays() {
    coordinator = coordinator("quorum.ttlSeconds=60");
    willing(primaries);
    resultOf(coordinator.execute(put(Options.DEFAULTS)));
    assertThat(transport.sent(Request.Mint.class)).singleElement().satisfies(mint ->
        assertThat(mint.content().orElseThrow().expiresAtMillis()).isEqualTo(scheduler.wallMillis() + 60_000));
  }

  @Test
  void noLifeIsNegativeOrLongerThanAHundredYears() {
    assertThat(failureOf(coordinator.execute(put(Options.DEFAULTS.withTtlMillis(-1)))).kind()).isEqualTo(Kind.INVALID);
    assertThat(failureOf(coordinator.execute(put(Options.DEFAULTS.withTtlMillis(Options.MAX_TTL_MILLIS + 1)))).kind())
        .isEqualTo(Kind.INVALID);
    assertThat(transport.sent()).isEmpty();
  }

  @Test
  void everyOperationIsSeenToBeginAndEnd() {
    willing(primaries);
    resultOf(coordinator.execute(put(Options.DEFAULTS)));
    unavailable(p1, p2, p3, f1, f2, f3);
    failureOf(coordinator.execute(put(Options.DEFAULTS)));

    assertThat(events).filteredOn(Event.OperationStarted.class::isInstance).hasSize(2);
    assertThat(events).filteredOn(Event.OperationEnded.class::isInstance)
        .extracting(event -> ((Event.OperationEnded) event).outcome()).isEqualTo(List.of("ok", "failed"));
  }
}
