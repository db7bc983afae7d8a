package io.ringside.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.message.Ack;
import io.ringside.message.Held;
import io.ringside.message.Request;
import io.ringside.operation.Count;
import io.ringside.operation.Explanation.Attempt;
import io.ringside.operation.Found;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.operation.Options;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadRoundTest extends CoordinatorFixture {
  private static final Siblings MILK = holding("a", "milk");
  private static final Siblings EGGS = holding("b", "eggs");
  private static final Options FEW = Options.DEFAULTS.withFanout(Options.Fanout.QUORUM);

  private Future<Found> read(Options options) {
    return coordinator.execute(get(options));
  }

  private List<NodeId> repaired() {
    return transport.sent().stream().filter(sent -> sent.request() instanceof Request.Store).map(sent -> sent.to()).toList();
  }

  @Test
  void aReadAsksAllAndIsDoneWhenTwoHaveAnswered() {
    Future<Found> read = read(Options.DEFAULTS);
    assertThat(askedTo(Request.Read.class)).containsExactlyElementsOf(primaries);

    transport.lastTo(p3).answer(new Held(MILK, true));
    assertThat(read.isComplete()).isFalse();
    transport.lastTo(p1).answer(new Held(EGGS, true));

    assertThat(resultOf(read).siblings()).isEqualTo(MILK.merge(EGGS));
    assertThat(resultOf(read).kind()).isEqualTo(Found.Kind.SIBLINGS);
    assertThat(resultOf(read).context()).isEqualTo(MILK.merge(EGGS).context());
  }

  @Test
  void aSuspectedFallbackIsAskedLastWhileTheReadLacksAnAnswer() {
    willing(List.of(p1, f3));
    silent(f1, f2);
    suspected(p2, p3);
    unavailable(f3);
    holds(MILK, p1, f2);

    assertThat(resultOf(read(Options.DEFAULTS)).siblings()).isEqualTo(MILK);

    assertThat(transport.sent()).extracting(sent -> sent.to()).containsSubsequence(p1, f3, p2, f1, f2);
  }

  @Test
  void aPrimaryThatWasPassedOverIsAskedWhenNobodyElseIsLeft() {
    willing(List.of(p1, f3));
    silent(f1, f2);
    suspected(p2, p3);
    holds(MILK, p2);

    assertThat(resultOf(read(Options.DEFAULTS.withQuorum(Count.ALL))).siblings()).isEqualTo(MILK);

    assertThat(repaired()).containsExactly(p1);
  }

  @Test
  void whoeverLacksSomethingIsSentItOnceAllHaveAnswered() {
    Future<Found> read = read(Options.DEFAULTS);
    transport.lastTo(p1).answer(new Held(MILK, true));
    transport.lastTo(p2).answer(new Held(MILK.merge(EGGS), true));
    resultOf(read);
    assertThat(repaired()).isEmpty();

    transport.lastTo(p3).answer(new Held(Siblings.NONE, true));

    assertThat(repaired()).containsExactly(p1, p3);
    assertThat(transport.sent(Request.Store.class)).allMatch(store -> store.siblings().equals(MILK.merge(EGGS))
        && store.reason() == Request.Store.Reason.READ_REPAIR);
    assertThat(events).filteredOn(Event.ReadRepaired.class::isInstance).hasSize(2);
  }

  private static final Options BLOCKING = Options.DEFAULTS.withRepair(Options.Repair.BLOCKING);

  @Test
  void aReadThatShallNotGoBackAnswersOnlyWhenTwoPrimariesHaveIt() {
    Future<Found> read = read(BLOCKING);
    transport.lastTo(p1).answer(new Held(MILK, true));
    transport.lastTo(p2).answer(new Held(Siblings.NONE, true));
    assertThat(read.isComplete()).isFalse();
    assertThat(repaired()).containsExactly(p2);

    transport.lastTo(p2).answer(Ack.STORED);
    assertThat(resultOf(read).siblings()).isEqualTo(MILK);

    transport.lastTo(p3).answer(new Held(Siblings.NONE, true));
    assertThat(repaired()).containsExactly(p2, p3);
  }

  @Test
  void aReadThatShallNotGoBackWaitsForNobodyWhereEnoughHaveIt() {
    holds(MILK, p1, p2);
    resultOf(read(BLOCKING));
    assertThat(repaired()).isEmpty();
    coordinator = coordinator();
    holds(Siblings.NONE, p1, p2, p3);
    assertThat(resultOf(read(BLOCKING)).kind()).isEqualTo(Found.Kind.NOT_FOUND);
    assertThat(repaired()).isEmpty();
  }

  @Test
  void aReadThatAsksOneMustBringItToAll() {
    holds(MILK, p1);
    holds(Siblings.NONE, p2, p3);
    resultOf(read(BLOCKING.withQuorum(Count.of(1)).withFanout(Options.Fanout.QUORUM)));
    assertThat(repaired()).containsExactly(p2, p3);
  }

  @Test
  void aReadThatShallNotGoBackFailsWhereTooFewPrimariesCanHaveIt() {
    holds(MILK, p1, f1, f2);
    silent(p2, p3);
    assertThat(failureOf(read(BLOCKING))).satisfies(failure -> {
      assertThat(failure.kind()).isEqualTo(Kind.QUORUM_MISSED);
      assertThat(failure).hasMessageContaining("only 1 of the 2 primaries have what was read");
    });
  }

  @Test
  void whatIsBeyondTheBudgetIsSaidAndLeftToOthers() {
    coordinator = coordinator("repair.readBudgetPercent=50", "repair.readBudgetBurst=1");
    holds(MILK, p1, p2);
    holds(Siblings.NONE, p3);
    for (int i = 0; i < 9; i++) {
      assertThat(resultOf(read(Options.DEFAULTS)).siblings()).isEqualTo(MILK);
    }
    assertThat(events).filteredOn(Event.ReadRepaired.class::isInstance).hasSize(5);
    assertThat(events).filteredOn(Event.ReadRepairSkipped.class::isInstance).hasSize(4).first()
        .isEqualTo(new Event.ReadRepairSkipped(CART, p3));
  }

  @Test
  void equalAnswersAreNotRepaired() {
    holds(MILK, p1, p2, p3);
    resultOf(read(Options.DEFAULTS));
    assertThat(repaired()).isEmpty();
  }

  @Test
  void aFallbackIsNeverRepaired() {
    holds(MILK, p1, p2);
    silent(p3);
    holds(Siblings.NONE, f1);
    resultOf(read(Options.DEFAULTS.withQuorum(Count.ALL)));
    assertThat(repaired()).isEmpty();
  }

  @Test
  void aSilentPrimaryIsStoodInForAndARefusalIsNot() {
    holds(MILK, p1, p2, f1);
    silent(p3);
    resultOf(read(Options.DEFAULTS.withQuorum(Count.ALL)));
    assertThat(askedTo(Request.Read.class)).contains(f1);

    transport.forget();
    coordinator = coordinator();
    refusing(p3);
    assertThat(failureOf(read(Options.DEFAULTS.withQuorum(Count.ALL)))).hasMessageContaining("1 of the 3 replicas cannot answer");
    assertThat(askedTo(Request.Read.class)).doesNotContain(f1);
  }

  @Test
  void anEmptyFallbackIsNoProofThatThereIsNothing() {
    silent(p1, p2, p3);
    holds(Siblings.NONE, f1, f2, f3);

    assertThat(failureOf(read(Options.DEFAULTS)).kind()).isEqualTo(Kind.CANNOT_TELL);
    assertThat(resultOf(read(Options.DEFAULTS.withNotFoundOk(true))).kind()).isEqualTo(Found.Kind.NOT_FOUND);
  }

  @Test
  void aPrimaryThatHasLostItsDataIsNoProofEither() {
    primaries.forEach(node -> transport.on(node, request -> Future.succeededFuture(new Held(Siblings.NONE, false))));
    assertThat(failureOf(read(Options.DEFAULTS)).kind()).isEqualTo(Kind.CANNOT_TELL);
  }

  @Test
  void oneSynchronisedPrimaryIsProofHoweverLateItAnswers() {
    Future<Found> read = read(Options.DEFAULTS);
    transport.lastTo(p1).answer(new Held(Siblings.NONE, false));
    transport.lastTo(p2).answer(new Held(Siblings.NONE, false));
    assertThat(read.isComplete()).isFalse();
    transport.lastTo(p3).answer(new Held(Siblings.NONE, true));
    assertThat(resultOf(read).kind()).isEqualTo(Found.Kind.NOT_FOUND);
  }

  @Test
  void anEmptyFallbackDoesNotBeatAValue() {
    silent(p1, p2);
    holds(MILK, p3);
    holds(Siblings.NONE, f1, f2);
    assertThat(resultOf(read(Options.DEFAULTS.withQuorum(Count.ALL))).siblings()).isEqualTo(MILK);
  }

  @Test
  void whatIsDeletedIsSaidToBeDeletedWithItsContext() {
    Siblings deleted = deleting(MILK, "a");
    holds(deleted, p1, p2, p3);
    assertThat(resultOf(read(Options.DEFAULTS)).kind()).isEqualTo(Found.Kind.DELETED);
    assertThat(resultOf(read(Options.DEFAULTS)).context()).isEqualTo(deleted.context());
  }

  @Test
  void aMissedQuorumIsSaidAsSoonAsItIsSure() {
    holds(MILK, p1);
    silent(p2, p3, f1, f2, f3);
    assertThat(failureOf(read(Options.DEFAULTS))).satisfies(failure -> {
      assertThat(failure.kind()).isEqualTo(Kind.QUORUM_MISSED);
      assertThat(failure).hasMessageContaining("2 of the 3 replicas cannot answer");
    });
  }

  @Test
  void fallbacksCountTowardRButNotTowardPr() {
    holds(MILK, p1, f1, f2);
    silent(p2, p3);
    assertThat(failureOf(read(Options.DEFAULTS.withPrimaries(Count.of(2))))).hasMessageContaining("only 1 of the 2 primaries");
  }

  @Test
  void aNarrowReadAsksOnlyAsManyAsItNeeds() {
    holds(MILK, p1, p2, p3);
    resultOf(read(FEW));
    assertThat(askedTo(Request.Read.class)).containsExactly(p1, p2);
  }

  @Test
  void aNarrowReadAsksTheNextWhenOneFails() {
    holds(MILK, p1, p3);
    refusing(p2);
    resultOf(read(FEW));
    assertThat(askedTo(Request.Read.class)).containsExactly(p1, p2, p3);
  }

  @Test
  void aNarrowReadGoesOnWhenItsFirstAnswersAreNotFromPrimaries() {
    silent(p1, p2);
    holds(MILK, p3, f1, f2);
    coordinator = coordinator("quorum.hedgeBudgetPercent=0");

    assertThat(resultOf(read(FEW.withPrimaries(Count.ONE))).siblings()).isEqualTo(MILK);
  }

  @Test
  void aNarrowReadGoesOnWhenItsFirstAnswersCannotTell() {
    silent(p1, p2);
    holds(Siblings.NONE, p3, f1, f2);
    coordinator = coordinator("quorum.hedgeBudgetPercent=0");

    assertThat(resultOf(read(FEW)).kind()).isEqualTo(Found.Kind.NOT_FOUND);
  }

  @Test
  void aLateAnswerIsHedgedWithinTheBudget() {
    coordinator = coordinator("quorum.hedgeAfterMillis=50", "quorum.hedgeBudgetPercent=1");
    int hedged = 0;
    for (int i = 0; i < 10; i++) {
      transport.forget();
      Future<Found> read = read(FEW);
      scheduler.runFor(49);
      assertThat(askedTo(Request.Read.class)).hasSize(2);
      scheduler.runFor(1);
      hedged += askedTo(Request.Read.class).size() - 2;
      transport.sent().forEach(sent -> sent.answer(new Held(MILK, true)));
      resultOf(read);
    }
    assertThat(hedged).isEqualTo(5);
  }

  @Test
  void aFinishedReadIsNotHedged() {
    holds(MILK, p1, p2, p3);
    resultOf(read(FEW));
    scheduler.runFor(1000);
    assertThat(askedTo(Request.Read.class)).hasSize(2);
  }

  @Test
  void anExplanationListsEveryPartAndWhoIsRepaired() {
    holds(MILK, p1, p2);
    silent(p3);
    holds(Siblings.NONE, f1);

    List<Attempt> attempts =
        resultOf(read(Options.DEFAULTS.withExplain(true).withQuorum(Count.ALL))).explanation().orElseThrow().attempts();

    assertThat(attempts).extracting(Attempt::node).containsExactly(p1, p2, p3, f1);
    assertThat(attempts).extracting(Attempt::outcome).containsExactly("read", "read", "silent", "read");
    assertThat(attempts).extracting(Attempt::counted).containsExactly(true, true, false, true);
    assertThat(attempts.get(0).context()).isEqualTo(MILK.context());
    assertThat(attempts).noneMatch(Attempt::repaired);
  }

  @Test
  void aDotThatNamesTwoValuesEndsTheReadAsABugAndNotInSilence() {
    holds(holding("a", "milk"), p1, f1);
    holds(holding("a", "poison"), p2, p3);
    assertThat(failureOf(read(Options.DEFAULTS)).kind()).isEqualTo(Kind.REFUSED);
    assertThat(events).anyMatch(Event.Bug.class::isInstance);

    silent(p1, p2, p3);
    holds(holding("a", "poison"), f2);
    assertThat(failureOf(read(Options.DEFAULTS)).kind()).isEqualTo(Kind.REFUSED);
  }
}
