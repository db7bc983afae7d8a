package io.ringside.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.message.Ack;
import io.ringside.message.Failure;
import io.ringside.message.Minted;
import io.ringside.message.Request;
import io.ringside.operation.Count;
import io.ringside.operation.Explanation.Attempt;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.OperationFailure.Kind;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.ringside.testing.ScriptedTransport.Sent;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteRoundTest extends CoordinatorFixture {
  private Future<Written> put() {
    return coordinator.execute(put(Options.DEFAULTS));
  }

  private Sent mintSentTo(int attempt) {
    return transport.sent().stream().filter(sent -> sent.request() instanceof Request.Mint).toList().get(attempt);
  }

  @Test
  void aWriteIsDoneWhenTwoHaveItAndTheThirdGetsItAllTheSame() {
    Future<Written> put = put();
    transport.lastTo(p1).answer(minted(p1, (Request.Mint) transport.lastTo(p1).request()));
    assertThat(put.isComplete()).isFalse();
    assertThat(askedTo(Request.Store.class)).containsExactly(p2, p3);

    transport.lastTo(p3).answer(Ack.STORED);
    assertThat(resultOf(put).dot()).isEqualTo(Dot.of(p1.name(), 1));

    transport.lastTo(p2).staySilent();
    assertThat(transport.lastTo(f1).request()).isInstanceOfSatisfying(Request.Hint.class, hint ->
        assertThat(hint.target()).isEqualTo(p2));
  }

  @Test
  void theCoordinatorsOwnNodeMintsIfItIsAPrimary() {
    coordinator = at(p2);
    willing(primaries);
    assertThat(resultOf(put()).dot()).isEqualTo(Dot.of(p2.name(), 1));
    assertThat(askedTo(Request.Store.class)).containsExactly(p1, p3);
  }

  @Test
  void everySilentOrUnavailablePrimaryIsStoodInForByAFallbackThatKnowsForWhom() {
    willing(List.of(p1, f1, f2));
    silent(p2);
    unavailable(p3);

    resultOf(coordinator.execute(put(Options.DEFAULTS.withQuorum(Count.ALL))));

    assertThat(transport.sent(Request.Hint.class)).extracting(Request.Hint::target).containsExactly(p2, p3);
    assertThat(askedTo(Request.Hint.class)).containsExactly(f1, f2);
  }

  @Test
  void aFallbackThatCannotTakeAHintIsFollowedByTheNext() {
    willing(List.of(p1, p2, f3));
    silent(p3, f1);
    unavailable(f2);

    resultOf(coordinator.execute(put(Options.DEFAULTS.withQuorum(Count.ALL))));

    assertThat(askedTo(Request.Hint.class)).containsExactly(f1, f2, f3);
    assertThat(transport.sent(Request.Hint.class)).allMatch(hint -> hint.target().equals(p3));
  }

  @Test
  void aRefusedWriteIsNotHinted() {
    willing(List.of(p1, p2, f1, f2, f3));
    refusing(p3);

    resultOf(put());

    assertThat(transport.sent(Request.Hint.class)).isEmpty();
    assertThat(failureOf(coordinator.execute(put(Options.DEFAULTS.withQuorum(Count.ALL)))).stored()).isEqualTo(2);
    assertThat(transport.sent(Request.Hint.class)).isEmpty();
  }

  @Test
  void aSuspectIsSkippedAtOnce() {
    willing(List.of(p1, p2, f1, f2, f3));
    suspected(p3);

    resultOf(put());

    assertThat(transport.sent()).noneMatch(sent -> sent.to().equals(p3));
    assertThat(transport.sent(Request.Hint.class)).extracting(Request.Hint::target).containsExactly(p3);
  }

  @Test
  void aSuspectIsTriedAllTheSameWhenEveryFallbackIsGone() {
    willing(List.of(p1, p2));
    suspected(p3);
    silent(f1, f2, f3);
    willing(List.of(p3));

    resultOf(coordinator.execute(put(Options.DEFAULTS.withQuorum(Count.ALL))));

    assertThat(transport.lastTo(p3).request()).isInstanceOf(Request.Store.class);
  }

  /** Only p1 and f3 are not suspects from here on. */
  private void allButTwoSuspected() {
    willing(List.of(p1, f3));
    silent(f1, f2);
    suspected(p2, p3);
  }

  @Test
  void aSuspectedFallbackIsTriedLastWhileTheWriteLacksANode() {
    allButTwoSuspected();
    unavailable(f3);
    willing(List.of(f2));

    resultOf(put());

    assertThat(transport.sent()).extracting(sent -> sent.to()).containsSubsequence(p1, f3, p2, f1, f2);
  }

  /** Found by seed 1112434: the coordinator's own node, gray to itself, was not asked. */
  @Test
  void aSuspectedFallbackMintsWhenNobodyElseDoes() {
    allButTwoSuspected();
    unavailable(p1, f3);
    willing(List.of(f2));

    Written written = resultOf(coordinator.execute(put(Options.DEFAULTS.withQuorum(Count.of(1)))));

    assertThat(written.dot()).isEqualTo(Dot.of(f2.name(), 1));
    assertThat(askedTo(Request.Mint.class)).containsExactly(p1, f3, p2, p3, f1, f2);
  }

  @Test
  void nobodyWaitsForASuspectedFallbackOnceTheWriteHasItsNodes() {
    allButTwoSuspected();
    transport.on(p3, request -> null);

    resultOf(put());
    transport.lastTo(p3).staySilent();

    assertThat(askedTo(Request.Hint.class)).containsOnly(f3, p1);
  }

  /** Of p2, wrongly suspected, f1 has taken the place: p2 takes it itself, and f1 keeps a hint for p3. */
  @Test
  void aPrimaryThatWasPassedOverRelievesItsStandInWhenNobodyElseIsLeft() {
    willing(List.of(p1, f1, f3));
    silent(f2);
    suspected(p2, p3);
    unavailable(f3);
    willing(List.of(p2));

    resultOf(coordinator.execute(put(Options.DEFAULTS.withQuorum(Count.ALL))));

    assertThat(transport.sent()).extracting(sent -> sent.to()).containsExactly(p1, f1, f3, p3, f2, p2, f1);
    assertThat(transport.sent(Request.Hint.class)).last().extracting(Request.Hint::target).isEqualTo(p3);
  }

  @Test
  void aPrimaryInWhosePlaceAFallbackHasMintedRelievesItToo() {
    silent(p2, p3);
    willing(List.of(f1));
    suspected(p1);
    willing(List.of(p1));
    unavailable(f2, f3);

    Future<Written> written = coordinator.execute(put(Options.DEFAULTS));

    assertThat(resultOf(written).dot()).isEqualTo(Dot.of(f1.name(), 1));
    assertThat(askedTo(Request.Store.class)).contains(p1);
    assertThat(transport.lastTo(f1).request()).isInstanceOf(Request.Hint.class);
  }

  @Test
  void aSuspectedFallbackThatWasLookedForInVainIsNotTriedAgain() {
    willing(List.of(p1));
    silent(f1, f2, f3);
    suspected(p2, p3);
    coordinator.execute(put(Options.DEFAULTS));
    transport.forget();
    transport.on(f1, request -> request instanceof Request.ShowStatus
        ? Future.succeededFuture(status(true)) : Future.failedFuture(new Failure.Unavailable("disk full")));

    assertThat(failureOf(put()).effect()).isEqualTo(Effect.UNKNOWN);

    assertThat(askedTo(Request.Hint.class)).containsOnly(f1, p1);
  }

  @Test
  void aSuspectIsAskedWhenPwCannotBeMetWithoutIt() {
    willing(List.of(p1, p2, f1, f2, f3));
    suspected(p3);
    willing(List.of(p3));

    resultOf(coordinator.execute(put(Options.DEFAULTS.withPrimaries(Count.ALL))));
    assertThat(askedTo(Request.ShowStatus.class)).containsExactly(p3);
  }

  @Test
  void aWriteThatPwCannotHaveIsRefusedBeforeAnybodyStoresIt() {
    willing(List.of(p1, f1, f2, f3));
    suspected(p2, p3);

    OperationFailure failure = failureOf(coordinator.execute(put(Options.DEFAULTS.withPrimaries(Count.of(2)))));

    assertThat(failure.kind()).isEqualTo(Kind.QUORUM_MISSED);
    assertThat(failure.effect()).isEqualTo(Effect.NOT_APPLIED);
    assertThat(failure).hasMessageContaining("only 1 of the 2 primaries that pw asks for can be reached");
    assertThat(askedTo(Request.ShowStatus.class)).containsExactly(p2, p3);
    assertThat(transport.sent()).allMatch(sent -> sent.request() instanceof Request.ShowStatus);
  }

  @Test
  void aWriteThatTooFewNodesCouldTakeIsRefusedBeforeAnybodyStoresIt() {
    willing(List.of(p1));
    silent(f1, f2, f3);
    suspected(p2, p3);
    coordinator.execute(put(Options.DEFAULTS));
    transport.forget();

    OperationFailure failure = failureOf(put());

    assertThat(failure.effect()).isEqualTo(Effect.NOT_APPLIED);
    assertThat(failure).hasMessageContaining("only 1 of the 2 nodes that w asks for can be reached");
    assertThat(askedTo(Request.ShowStatus.class)).containsExactly(p2, p3, f1, f2, f3);
  }

  @Test
  void aWriteGoesOnAsSoonAsOneThatWasMissedIsThere() {
    willing(List.of(p1, f1, f2, f3));
    suspected(p2, p3);
    willing(List.of(p3));
    transport.on(p2, request -> null);

    Written written = resultOf(coordinator.execute(put(Options.DEFAULTS.withPrimaries(Count.of(2)))));

    assertThat(written.dot()).isEqualTo(Dot.of(p1.name(), 1));
    assertThat(askedTo(Request.Store.class)).contains(p3);
  }

  @Test
  void aFallbackThatIsThereAfterAllTakesAHint() {
    willing(List.of(p1));
    silent(f1, f2, f3);
    suspected(p2, p3);
    coordinator.execute(put(Options.DEFAULTS));
    willing(List.of(f2));
    transport.forget();

    resultOf(put());

    assertThat(askedTo(Request.Hint.class)).contains(f2);
  }

  @Test
  void aNodeThatAnswersButDoesNotServeIsNotThere() {
    willing(List.of(p1, f1, f2, f3));
    suspected(p2, p3);
    transport.on(p2, request -> Future.succeededFuture(status(false)));

    OperationFailure failure = failureOf(coordinator.execute(put(Options.DEFAULTS.withPrimaries(Count.of(2)).withExplain(true))));

    assertThat(failure.effect()).isEqualTo(Effect.NOT_APPLIED);
    assertThat(failure.explanation().orElseThrow().attempts()).extracting(Attempt::outcome)
        .containsExactly("unavailable", "silent");
  }

  @Test
  void anImpatientClientMakesNobodyASuspect() {
    Future<Written> hasty = coordinator.execute(put(Options.DEFAULTS.withTimeoutMillis(5)));
    scheduler.runFor(5);
    transport.lastTo(p1).staySilent();
    assertThat(failureOf(hasty).kind()).isEqualTo(Kind.QUORUM_MISSED);
    transport.forget();
    willing(primaries);

    resultOf(put());

    assertThat(transport.lastTo(p1).request()).isInstanceOf(Request.Mint.class);
  }

  @Test
  void aSilentMinterIsFollowedByAnotherWithTheSameRequestId() {
    willing(List.of(p2, p3, f1));
    silent(p1);

    Written written = resultOf(coordinator.execute(
        new Operation.Put(CART, Content.text("milk"), CausalContext.EMPTY, RequestId.NONE, false, Options.DEFAULTS)));

    assertThat(written.dot()).isEqualTo(Dot.of(p2.name(), 1));
    List<Request.Mint> mints = transport.sent(Request.Mint.class);
    assertThat(mints).hasSize(2);
    assertThat(mints.get(0).request()).isEqualTo(mints.get(1).request());
    assertThat(mints.get(0).request().isNone()).isFalse();
    assertThat(transport.sent(Request.Hint.class)).extracting(Request.Hint::target).containsExactly(p1);
  }

  @Test
  void aFallbackMintsInAPrimarysPlaceWhenNoPrimaryIsLeft() {
    silent(p1, p2, p3);
    willing(fallbacks);

    Written written = resultOf(put());

    assertThat(written.dot()).isEqualTo(Dot.of(f1.name(), 1));
    assertThat(((Request.Mint) mintSentTo(3).request()).standsInFor()).contains(p1);
    assertThat(transport.sent(Request.Hint.class)).extracting(Request.Hint::target).containsExactly(p2, p3);
  }

  /** A second copy of the request may reach one of them when it can. */
  @Test
  void ifNobodyCouldMintThoughOthersWereAskedNobodyKnows() {
    unavailable(p1, p2, p3, f1, f2, f3);

    OperationFailure failure = failureOf(put());

    assertThat(failure.kind()).isEqualTo(Kind.QUORUM_MISSED);
    assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(failure.stored()).isZero();
  }

  @Test
  void ifNobodyCouldMintButOneWasSilentNobodyKnows() {
    unavailable(p1, p3, f1, f2, f3);
    silent(p2);

    assertThat(failureOf(put()).effect()).isEqualTo(Effect.UNKNOWN);
  }

  @Test
  void aRefusedMintEndsTheWriteWithItsReason() {
    willing(List.of(p2, p3));
    refusing(p1);
    assertThat(failureOf(put())).satisfies(failure -> {
      assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
      assertThat(failure.effect()).isEqualTo(Effect.NOT_APPLIED);
      assertThat(failure).hasMessageContaining("another ring");
    });
  }

  @Test
  void aMintRefusedForALimitMayYetBeStoredByACopyThatComesLate() {
    willing(List.of(p2, p3));
    failing(new Failure.Refused(Failure.Refused.Why.LIMIT, "101 siblings"), p1);
    assertThat(failureOf(put())).satisfies(failure -> {
      assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
      assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
    });
  }

  @Test
  void aMissedQuorumSaysHowManyHaveStored() {
    willing(List.of(p1));
    silent(p2, p3, f1, f2, f3);

    OperationFailure failure = failureOf(put());

    assertThat(failure.kind()).isEqualTo(Kind.QUORUM_MISSED);
    assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(failure.stored()).isEqualTo(1);
    assertThat(failure).hasMessageContaining("only 1 of the 2");
  }

  @Test
  void whatFoundNoPlaceAtAllIsKeptAsAHintByItsMinterAndDoesNotCount() {
    willing(List.of(p1));
    silent(p2, p3, f1, f2, f3);

    failureOf(put());

    assertThat(transport.sent().stream().filter(sent -> sent.to().equals(p1) && sent.request() instanceof Request.Hint)
        .map(sent -> ((Request.Hint) sent.request()).target())).containsExactlyInAnyOrder(p2, p3);
  }

  @Test
  void hintsCountTowardWButNotTowardPw() {
    willing(List.of(p1, f1, f2));
    silent(p2, p3);
    resultOf(put());

    coordinator = coordinator();
    OperationFailure failure = failureOf(coordinator.execute(put(Options.DEFAULTS.withPrimaries(Count.of(2)))));
    assertThat(failure.kind()).isEqualTo(Kind.QUORUM_MISSED);
    assertThat(failure).hasMessageContaining("only 1 of the 2 primaries");
    assertThat(failure.stored()).isEqualTo(3);
  }

  @Test
  void aPutsContextCoversWhatWasSuppliedAndItsOwnDotAndNothingUnseen() {
    CausalContext seen = CausalContext.EMPTY.with(Dot.of("x", 1));
    transport.on(p1, request -> {
      var unseen = holding("u", "unseen");
      var mint = (Request.Mint) request;
      return Future.succeededFuture(new Minted(
          minted(p1, mint).dot(), unseen.merge(minted(p1, mint).siblings())));
    });
    willing(List.of(p2, p3));

    Written written = resultOf(coordinator.execute(
        new Operation.Put(CART, Content.text("milk"), seen, REQUEST, false, Options.DEFAULTS)));

    assertThat(written.context()).isEqualTo(seen.with(written.dot()));
    assertThat(transport.sent(Request.Store.class)).allMatch(store -> store.siblings().versions().size() == 2);
  }

  @Test
  void anExplanationListsEveryPartAndWhatItCameTo() {
    willing(List.of(p1, p2, f2));
    suspected(p3);
    unavailable(f1);

    List<Attempt> attempts =
        resultOf(coordinator.execute(put(Options.DEFAULTS.withExplain(true)))).explanation().orElseThrow().attempts();

    assertThat(attempts).extracting(Attempt::node).containsExactly(p1, p2, p3, f1, f2);
    assertThat(attempts).extracting(Attempt::outcome).containsExactly("minted", "stored", "suspect", "unavailable", "hinted");
    assertThat(attempts.get(4).standsInFor()).contains(p3);
    assertThat(attempts.get(3).reason()).isEqualTo("disk full");
    assertThat(attempts).extracting(Attempt::counted).containsExactly(true, true, false, false, false);
  }

  @Test
  void nothingIsSentAfterTheTimeLimitNorForLongerThanIsLeft() {
    Future<Written> put = coordinator.execute(put(Options.DEFAULTS.withTimeoutMillis(700)));
    assertThat(transport.lastTo(p1).limitMillis()).isEqualTo(500);
    scheduler.runFor(500);
    transport.lastTo(p1).staySilent();
    assertThat(transport.lastTo(p2).limitMillis()).isEqualTo(200);
    scheduler.runFor(200);
    transport.lastTo(p2).staySilent();

    assertThat(failureOf(put).effect()).isEqualTo(Effect.UNKNOWN);
    assertThat(askedTo(Request.Mint.class)).containsExactly(p1, p2);
  }
}
