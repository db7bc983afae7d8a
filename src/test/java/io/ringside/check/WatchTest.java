package io.ringside.check;

import static io.ringside.check.Story.CART;
import static io.ringside.check.Story.NOTHING;
import static io.ringside.check.Story.dot;
import static io.ringside.check.Story.record;
import static io.ringside.check.Story.recordWith;
import static io.ringside.check.Story.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.membership.Member;
import io.ringside.membership.Member.Status;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each checker that watches events is shown what it is there for, and what it must not mind. */
class WatchTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");

  private final Story story = Story.sloppy();
  private final Attempt first = story.put("a", 0, 10, NOTHING, dot("n1", 1));
  private final Attempt second = story.put("a", 20, 30, first.answer().context(), dot("n1", 2));
  private final Attempt beside = story.put("b", 20, 30, NOTHING, dot("n2", 1));

  /** A put that minted the newest of these versions. */
  private static Event put(Siblings siblings) {
    return new Event.Stored(CART, siblings, "put", siblings.versions().keySet().stream().reduce((one, newer) -> newer));
  }

  private static Event merged(Siblings siblings) {
    return new Event.Stored(CART, siblings, "write");
  }

  private static Event amnesia() {
    return new Event.Amnesia(2, 1, "its disk is empty");
  }

  private static void isOne(EventCheck check, String invariant, String text) {
    assertThat(check.violations()).singleElement().satisfies(one -> {
      assertThat(one.invariant()).isEqualTo(invariant);
      assertThat(one.text()).contains(text);
    });
  }

  // I4

  @Test
  void aDotThatNamesTwoValuesInRecordAndHintIsFoundWithWhereItWasSeen() {
    var ledger = new DotLedger();
    var other = story.put("c", 0, 10, NOTHING, dot("n1", 1));
    new NodeLog(ledger).says("n1", put(record(first))).says("n2", new Event.HintStored(N1, CART, record(other)));
    isOne(ledger, "I4", "n1:1 of cart names two values at n2 at 0.020 s");
  }

  @Test
  void aDotThatNamesTwoValuesInAnswersIsFound() {
    var ledger = new DotLedger();
    story.get("r", 40, 50, record(first));
    var other = story.put("c", 0, 10, NOTHING, dot("n1", 1));
    ledger.saw(story.history());
    assertThat(ledger.violations()).isEmpty();
    story.get("s", 40, 50, record(other));
    var again = new DotLedger();
    again.saw(story.history());
    isOne(again, "I4", "in the answer to s's get");
  }

  // I5

  @Test
  void aRecordThatGrowsIsFine() {
    var clocks = new LocalClocks();
    new NodeLog(clocks).says("n1", put(record(first))).says("n1", put(record(second))).says("n1", merged(record(second, beside)))
        .says("n2", merged(record(first)));
    assertThat(clocks.violations()).isEmpty();
  }

  @Test
  void aRecordThatShrinksIsFound() {
    var clocks = new LocalClocks();
    new NodeLog(clocks).says("n1", put(record(second))).says("n1", merged(record(beside)));
    isOne(clocks, "I5", "n1 forgot some of cart at 0.020 s");
  }

  @Test
  void aRestartAloneIsNoExcuse() {
    var clocks = new LocalClocks();
    new NodeLog(clocks).says("n1", put(record(second))).says("n1", 2, merged(record(beside)));
    isOne(clocks, "I5", "no loss of data is on record");
  }

  @Test
  void aLossThatIsOnRecordIsAnExcuse() {
    var clocks = new LocalClocks();
    new NodeLog(clocks).says("n1", put(record(second))).says("n1", 2, amnesia()).says("n1", 2, merged(record(beside)));
    clocks.lostData(N1);
    new NodeLog(clocks).says("n1", 2, merged(record(first)));
    assertThat(clocks.violations()).isEmpty();
  }

  @Test
  void afterALossTheOldEpochIsNotUsedAgain() {
    var clocks = new LocalClocks();
    new NodeLog(clocks).says("n1", put(record(first))).says("n1", 2, amnesia()).says("n1", 2, put(record(second)));
    isOne(clocks, "I5", "minted n1:2 of cart");
  }

  @Test
  void aLossFoundByAStartThatServesCountsForThoseThatFollow() {
    var clocks = new LocalClocks();
    new NodeLog(clocks).says("n1", put(record(first))).says("n1", 2, amnesia()).says("n1", 2, up())
        .says("n1", 3, put(record(second)));
    isOne(clocks, "I5", "minted n1:2 of cart");
  }

  /** What follows may be another disk that lacks nothing; if it lacks something, whoever has changed disks says so. */
  @Test
  void aLossFoundByAStartThatNeverServesIsItsOwnAffair() {
    var clocks = new LocalClocks();
    new NodeLog(clocks).says("n1", put(record(first))).says("n1", 2, amnesia()).says("n1", 3, up())
        .says("n1", 3, put(record(second)));
    assertThat(clocks.violations()).isEmpty();
  }

  /** Found out late, in a start that had drawn an epoch already: on what was left, so that nothing of it can be lost. */
  @Test
  void anEpochDrawnAfterTheLossStaysRightWhenTheLossIsNoticed() {
    var clocks = new LocalClocks();
    new NodeLog(clocks).says("n1", 2, put(record(first))).says("n1", 2, amnesia()).says("n1", 2, put(record(second)));
    assertThat(clocks.violations()).isEmpty();
  }

  /** It is noticed once the node serves again, and nothing was minted in that start before. */
  @Test
  void anEpochOfTheStartInWhichALossIsToldIsRightIfItIsDrawnAfterwards() {
    var clocks = new LocalClocks();
    var fresh = story.put("a", 40, 50, first.answer().context(), new Dot(new Actor(N1, 77), 1));
    new NodeLog(clocks).says("n1", put(record(first))).says("n1", 2, new Event.Note("", 0, "it starts", true));
    clocks.lostData(N1);
    new NodeLog(clocks).says("n1", 2, put(record(fresh)));
    assertThat(clocks.violations()).isEmpty();
    new NodeLog(clocks).says("n1", 2, put(record(second)));
    assertThat(clocks.violations()).isNotEmpty();
  }

  @Test
  void afterALossAFreshEpochIsRight() {
    var clocks = new LocalClocks();
    var fresh = story.put("a", 40, 50, first.answer().context(), new Dot(new Actor(N1, 77), 1));
    var next = story.put("a", 60, 70, fresh.answer().context(), new Dot(new Actor(N1, 77), 2));
    new NodeLog(clocks).says("n1", put(record(first))).says("n1", 2, amnesia())
        .says("n1", 2, put(record(fresh))).says("n1", 2, put(record(next)));
    assertThat(clocks.violations()).isEmpty();
  }

  private static Event up() {
    return new Event.NodeUp(1, List.of(N1), 16, 3, 2, 2);
  }

  private static Event quarantined(long loss, boolean earlier) {
    return new Event.RecordQuarantined(CART, "flipped", loss, earlier);
  }

  @Test
  void aRecordPutAsideByAStartThatEndedBeforeItCouldSaySoIsALoss() {
    var clocks = new LocalClocks();
    new NodeLog(clocks).says("n1", put(record(second))).says("n1", 2, quarantined(7, true)).says("n1", 2, merged(record(beside)));
    assertThat(clocks.violations()).isEmpty();
  }

  @Test
  void whatCameBackSinceIsNotLostOnceMoreWhenAStartTellsOfItAgain() {
    var clocks = new LocalClocks();
    new NodeLog(clocks).says("n1", put(record(first))).says("n1", quarantined(7, false)).says("n1", merged(record(second)))
        .says("n1", 2, quarantined(7, true)).says("n1", 2, merged(record(beside)));
    isOne(clocks, "I5", "n1 forgot some of cart at 0.050 s");
  }

  private static Event reaped(Siblings siblings) {
    return new Event.Reaped(CART, siblings);
  }

  @Test
  void whatWasReapedIsForgottenByRight() {
    var clocks = new LocalClocks();
    var fresh = story.put("a", 40, 50, NOTHING, new Dot(new Actor(N1, 77), 1));
    new NodeLog(clocks).says("n1", put(record(second))).says("n1", reaped(record(second))).says("n1", put(record(fresh)));
    assertThat(clocks.violations()).isEmpty();
  }

  /** It may die between the disk's writing and its saying so. */
  @Test
  void whatAnotherOwnerHasReapedIsForgottenByRightToo() {
    var clocks = new LocalClocks();
    var fresh = story.put("a", 40, 50, NOTHING, new Dot(new Actor(N1, 77), 1));
    new NodeLog(clocks).says("n1", put(record(first))).says("n2", reaped(record(second))).says("n1", 2, put(record(fresh)));
    assertThat(clocks.violations()).isEmpty();
    new NodeLog(clocks).says("n1", 2, merged(record(beside)));
    isOne(clocks, "I5", "n1 forgot some of cart");
  }

  @Test
  void afterAReapingTheOldEpochIsNotUsedAgain() {
    var clocks = new LocalClocks();
    new NodeLog(clocks).says("n1", put(record(first))).says("n1", reaped(record(first))).says("n1", put(record(second)));
    isOne(clocks, "I5", "minted n1:2 of cart");
  }

  // I10

  private final Attempt deleted = story.delete("a", 20, 30, first.answer().context(), dot("n1", 2));

  private static Siblings beside(Siblings record, Dot dot, Attempt again) {
    var versions = new TreeMap<>(record.versions());
    versions.put(dot, Story.version(again));
    return new Siblings(record.context().with(dot), versions);
  }

  @Test
  void aRequestThatIsMintedOnceMoreBesideWhatReplacedItIsFoundInRecordsHintsAndReads() {
    Siblings both = beside(record(second), dot("n2", 1), first);
    var replacements = new Replacements();
    var log = new NodeLog(replacements).says("n1", put(record(first))).says("n1", put(record(second)));
    assertThat(replacements.violations()).isEmpty();
    log.says("n2", merged(both));
    isOne(replacements, "I10", "is there once more as n2:1, at n2 at 0.030 s, beside n1:2, which replaced it as [n1:1]");
    log.says("n2", new Event.HintStored(N1, CART, both));
    assertThat(replacements.violations()).hasSize(2);
    story.get("r", 40, 50, both);
    assertThat(replacements.judge(story.history(), new TreeMap<>())).hasSize(1);
    assertThat(replacements.judge(Story.sloppy().history(), new TreeMap<>(Map.of(CART, both)))).hasSize(1);
  }

  @Test
  void whatIsReplacedInItsTurnIsRememberedForFourWritesAndNoMore() {
    var replacements = new Replacements();
    var log = new NodeLog(replacements).says("n1", put(record(first)));
    Attempt last = first;
    for (int write = 2; write <= 5; write++) {
      last = story.put("a", 10 * write, 10 * write + 5, last.answer().context(), dot("n1", write));
      log.says("n1", put(record(last)));
    }
    log.says("n2", merged(beside(record(last), dot("n2", 1), first)));
    isOne(replacements, "I10", "beside n1:5, which replaced it as [n1:1]");
    last = story.put("a", 60, 65, last.answer().context(), dot("n1", 6));
    log.says("n1", put(record(last))).says("n2", merged(beside(record(last), dot("n2", 1), first)));
    assertThat(replacements.violations()).hasSize(1);
  }

  /** Its minter cannot remember what it does not hold. */
  @Test
  void nothingIsPromisedOfAWriteThatWasMintedWhereTheFirstHadNotArrived() {
    var replacements = new Replacements();
    new NodeLog(replacements).says("n1", put(record(first))).says("n1", amnesia()).says("n1", put(record(second)))
        .says("n2", merged(beside(record(second), dot("n2", 1), first)));
    assertThat(replacements.violations()).isEmpty();
  }

  @Test
  void whatAReapedTombstoneHadSupersededMayNotBeThereInTheEnd() {
    var reapings = new Reapings();
    new NodeLog(reapings).says("n1", reaped(record(deleted)));
    assertThat(reapings.judge(new TreeMap<>(Map.of(CART, record(first))))).singleElement().satisfies(one -> {
      assertThat(one.invariant()).isEqualTo("I10");
      assertThat(one.text()).contains("n1:1 of cart is there, though a tombstone that had superseded it was reaped");
    });
  }

  @Test
  void theTombstoneItselfMayComeBackAndWhatIsNewMayBeThere() {
    var reapings = new Reapings();
    new NodeLog(reapings).says("n1", reaped(record(deleted)));
    assertThat(reapings.judge(new TreeMap<>(Map.of(CART, record(deleted, beside))))).isEmpty();
    assertThat(reapings.judge(new TreeMap<>())).isEmpty();
    assertThat(reapings.violations()).isEmpty();
  }

  @Test
  void whatComesBackToWhoReapedItIsFoundAtOnceThoughItIsOverwrittenLater() {
    var resurrections = new Resurrections();
    var log = new NodeLog(resurrections).says("n1", put(record(first))).says("n1", reaped(record(deleted)));
    assertThat(resurrections.violations()).isEmpty();
    log.says("n1", merged(record(first))).says("n1", merged(record(first, beside))).says("n1", put(record(second)));
    isOne(resurrections, "I10", "n1:1 of cart is back at n1 at 0.030 s, by write, though a tombstone that had superseded it");
  }

  @Test
  void whatIsNewMayBeStoredAfterAReapingAndTheTombstoneOnceMore() {
    var resurrections = new Resurrections();
    var over = story.put("b", 40, 50, deleted.answer().context(), dot("n2", 1));
    new NodeLog(resurrections).says("n1", reaped(record(deleted))).says("n1", merged(record(deleted))).says("n1", put(record(over)));
    assertThat(resurrections.violations()).isEmpty();
  }

  @Test
  void whoHasReapedNothingOrHasAnOlderDiskMayStoreWhatOthersHaveReaped() {
    var resurrections = new Resurrections();
    var log = new NodeLog(resurrections).says("n1", reaped(record(deleted))).says("n2", merged(record(first)));
    log.says("n1", amnesia()).says("n1", merged(record(first)));
    log.says("n1", reaped(record(deleted))).says("n1", quarantined(7, false)).says("n1", merged(record(first)));
    log.says("n1", reaped(record(deleted)));
    resurrections.lostData(N1);
    log.says("n1", merged(record(first)));
    assertThat(resurrections.violations()).isEmpty();
  }

  @Test
  void aReaperThatTakesTheLivingWithTheDeadIsFound() {
    var reapings = new Reapings();
    new NodeLog(reapings).says("n1", reaped(record(deleted, beside)));
    isOne(reapings, "I10", "n2:1 of cart was alive, and n1 reaped it");
  }

  @Test
  void whatSomeClockMayHaveFoundExpiredIsDead() {
    var expiring = new Version(NOTHING, new RequestId(0, 99), 0, Optional.of(Content.text("soon gone").expiringAt(2 * 86_400_000 + 90_000)));
    var record = new Siblings(NOTHING.with(dot("n3", 1)), new TreeMap<>(Map.of(dot("n3", 1), expiring)));
    var early = new Reapings(true, 0);
    new NodeLog(early).says("n1", reaped(record));
    isOne(early, "I10", "n3:1 of cart was alive, and n1 reaped it");
    var later = new Reapings(true, 100_000);
    new NodeLog(later).says("n1", reaped(record));
    assertThat(later.violations()).isEmpty();
  }

  // I11, I21

  @Test
  void concurrentSiblingsAreTrue() {
    var siblings = new ReplicaSiblings();
    new NodeLog(siblings).says("n1", put(record(first))).says("n1", put(record(second)))
        .says("n1", merged(record(second, beside)));
    assertThat(siblings.violations()).isEmpty();
    assertThat(siblings.most()).isEqualTo(2);
  }

  @Test
  void aSiblingThatAnotherHadSeenIsFalse() {
    var siblings = new ReplicaSiblings();
    new NodeLog(siblings).says("n1", put(record(first, second)));
    isOne(siblings, "I11", "the sibling n1:1 of cart is false at n1 at 0.010 s");
  }

  @Test
  void aSiblingThatTheReplicaOnceSupersededIsFalse() {
    var siblings = new ReplicaSiblings();
    var log = new NodeLog(siblings).says("n1", put(record(second)));
    log.says("n2", merged(record(first)));
    assertThat(siblings.violations()).isEmpty();
    log.says("n1", merged(recordWith(seen(dot("n1", 2)), first)));
    isOne(siblings, "I11", "n1:1");
  }

  @Test
  void whatAReplicaForgotWithItsDiskBindsItNoMore() {
    var siblings = new ReplicaSiblings();
    new NodeLog(siblings).says("n1", put(record(second))).says("n1", 2, amnesia()).says("n1", 2, merged(record(first)));
    assertThat(siblings.violations()).isEmpty();
  }

  @Test
  void aRecordWithOneRequestTwiceIsFound() {
    var siblings = new ReplicaSiblings();
    Version version = Story.version(first);
    new NodeLog(siblings).says("n1", merged(new Siblings(seen(dot("n1", 1), dot("n3", 1)),
        new TreeMap<>(Map.of(dot("n1", 1), version, dot("n3", 1), version)))));
    isOne(siblings, "I21", "in the record of cart at n1");
  }

  // I12

  private static Siblings ofEpochs(int epochs) {
    CausalContext context = NOTHING;
    for (int i = 1; i <= epochs; i++) {
      context = context.with(new Dot(new Actor(N1, i), 1));
    }
    return new Siblings(context, new TreeMap<>());
  }

  @Test
  void oneEpochOfEachNodeIsEnough() {
    var metadata = new MetadataBound();
    new NodeLog(metadata).says("n1", put(record(first, beside))).says("n1", merged(ofEpochs(1)));
    assertThat(metadata.violations()).isEmpty();
    assertThat(metadata.most()).isEqualTo(2);
  }

  @Test
  void anEpochWithoutAReasonIsFound() {
    var metadata = new MetadataBound();
    new NodeLog(metadata).says("n1", put(ofEpochs(2)));
    isOne(metadata, "I12", "names 2 epochs of n1");
  }

  @Test
  void startsLossesAndHintsAreReasonsForEpochs() {
    var restarted = new MetadataBound();
    new NodeLog(restarted).says("n1", put(ofEpochs(1))).says("n1", 2, put(ofEpochs(2)));
    assertThat(restarted.violations()).isEmpty();
    var lost = new MetadataBound();
    lost.lostData(N1);
    new NodeLog(lost).says("n1", put(ofEpochs(2)));
    assertThat(lost.violations()).isEmpty();
    var hinted = new MetadataBound();
    new NodeLog(hinted).says("n1", new Event.HintStored(N2, CART, ofEpochs(2)));
    assertThat(hinted.violations()).isEmpty();
    new NodeLog(hinted).says("n1", new Event.HintStored(N2, CART, ofEpochs(3)));
    isOne(hinted, "I12", "names 3 epochs");
    var again = new MetadataBound();
    new NodeLog(again).says("n1", new Event.HintStored(N2, CART, ofEpochs(2))).says("n1", new Event.HintDelivered(N2, CART))
        .says("n1", new Event.HintStored(N2, CART, ofEpochs(3)));
    assertThat(again.violations()).isEmpty();
  }

  // I14

  private final Event hint = new Event.HintStored(N2, CART, record(first));
  private final Event delivery = new Event.HintDelivered(N2, CART);

  private static TreeMap<NodeId, Long> left(long count) {
    return new TreeMap<>(Map.of(N1, count));
  }

  @Test
  void hintsThatAreCreatedAndDeliveredBalance() {
    var hints = new HintAccount();
    new NodeLog(hints).says("n1", hint).says("n1", hint).says("n1", delivery).says("n1", hint)
        .says("n1", new Event.HintDropped(N1, CART, "full"));
    assertThat(hints.violations()).isEmpty();
    assertThat(hints.balance()).isEqualTo(new HintAccount.Balance(2, 1, 1, 0, 0, 1));
    assertThat(hints.judge(left(1))).isEmpty();
  }

  @Test
  void aHintThatVanishesIsFound() {
    var hints = new HintAccount();
    new NodeLog(hints).says("n1", hint);
    assertThat(hints.judge(left(0))).singleElement().extracting(Violation::text).asString().contains("one was lost");
  }

  @Test
  void aHintThatStaysAfterItsDeliveryIsFound() {
    var hints = new HintAccount();
    new NodeLog(hints).says("n1", hint).says("n1", delivery);
    assertThat(hints.judge(left(1))).singleElement().extracting(Violation::invariant).isEqualTo("I14");
  }

  @Test
  void aDeliveryOfWhatWasNeverKeptIsFound() {
    var hints = new HintAccount();
    new NodeLog(hints).says("n1", delivery);
    isOne(hints, "I14", "n1's hint of cart for n2 was delivered at 0.010 s, but there was none");
  }

  @Test
  void aHintThatIsGivenUpIsAccountedFor() {
    var hints = new HintAccount();
    new NodeLog(hints).says("n1", hint).says("n1", new Event.HintDropped(N2, CART, "its target has left"));
    assertThat(hints.balance().givenUp()).isEqualTo(1);
    assertThat(hints.judge(left(0))).isEmpty();
  }

  @Test
  void aHintThatIsReroutedIsAccountedFor() {
    var hints = new HintAccount();
    new NodeLog(hints).says("n1", hint).says("n1", new Event.HintRerouted(N2, CART, List.of(N1)));
    assertThat(hints.balance()).isEqualTo(new HintAccount.Balance(1, 0, 0, 1, 0, 0));
    assertThat(hints.judge(left(0))).isEmpty();
    new NodeLog(hints).says("n1", new Event.HintRerouted(N2, CART, List.of(N1)));
    isOne(hints, "I14", "n1's hint of cart for n2 was rerouted at 0.010 s, but there was none");
  }

  @Test
  void whatANodeFindsWhenItStartsMakesTheAccountExactAgain() {
    var hints = new HintAccount();
    var grown = new Event.HintStored(N2, CART, record(first), true);
    new NodeLog(hints).says("n1", hint).says("n1", 2, new Event.HintsFound(3)).says("n1", 2, grown).says("n1", 2, delivery);
    assertThat(hints.judge(left(2))).isEmpty();
    assertThat(hints.judge(left(1))).singleElement().extracting(Violation::text).asString().contains("should have 2: one was lost");
    assertThat(hints.judge(left(3))).singleElement().extracting(Violation::text).asString().contains("kept after");
  }

  @Test
  void whatIsRefusedAfterARestartTakesNothingFromWhatWasFound() {
    var hints = new HintAccount();
    new NodeLog(hints).says("n1", hint).says("n1", 2, new Event.HintsFound(5))
        .says("n1", 2, new Event.HintDropped(N2, CART, "full: hints.maxCount"));
    assertThat(hints.judge(left(5))).isEmpty();
  }

  /** A crash between the deed and the word. */
  @Test
  void afterARestartWhatANodeHadIsInDoubt() {
    var deliveredUnsaid = new HintAccount();
    new NodeLog(deliveredUnsaid).says("n1", hint).says("n1", 2, new Event.ReadRepaired(CART, N2));
    assertThat(deliveredUnsaid.judge(left(0))).isEmpty();
    assertThat(deliveredUnsaid.judge(left(1))).isEmpty();
    var keptUnsaid = new HintAccount();
    new NodeLog(keptUnsaid).says("n1", new Event.NodeStopping()).says("n1", 2, delivery);
    assertThat(keptUnsaid.violations()).isEmpty();
    new NodeLog(keptUnsaid).says("n1", 2, delivery);
    isOne(keptUnsaid, "I14", "there was none");
  }

  // I16

  private static Event view(long incarnation, Status status) {
    return new Event.ViewChanged(new Member(N2, incarnation, status), "gossip");
  }

  @Test
  void beliefsGetNewer() {
    var views = new ViewLog();
    new NodeLog(views).says("n1", view(1, Status.ALIVE)).says("n1", view(1, Status.SUSPECT)).says("n1", view(2, Status.ALIVE))
        .says("n1", view(2, Status.DEAD)).says("n1", view(3, Status.ALIVE)).says("n3", view(1, Status.ALIVE));
    assertThat(views.violations()).isEmpty();
  }

  @Test
  void aGhostIsFound() {
    var views = new ViewLog();
    new NodeLog(views).says("n1", view(2, Status.DEAD)).says("n1", view(2, Status.ALIVE));
    isOne(views, "I16", "A ghost");
  }

  @Test
  void anIncarnationThatDecreasesIsFoundUnlessItsViewerBeganAnew() {
    var views = new ViewLog();
    new NodeLog(views).says("n1", view(2, Status.ALIVE)).says("n1", 2, view(1, Status.ALIVE));
    assertThat(views.violations()).isEmpty();
    new NodeLog(views).says("n1", 2, view(0, Status.SUSPECT));
    isOne(views, "I16", "older belief about n2");
  }

  // all together

  @Test
  void theWatchShowsEachEventToEachOfThem() {
    var watch = new Watch();
    var other = new Version(NOTHING, new RequestId(9, 9), 0, Optional.empty());
    var log = new NodeLog(watch).says("n1", put(record(first, second))).says("n1", merged(record(beside)))
        .says("n2", put(new Siblings(seen(dot("n1", 1)), new TreeMap<>(Map.of(dot("n1", 1), other)))))
        .says("n1", merged(ofEpochs(9))).says("n1", delivery).says("n1", view(1, Status.DEAD)).says("n1", view(1, Status.ALIVE));
    assertThat(watch.violations()).extracting(Violation::invariant).contains("I4", "I5", "I11", "I12", "I14", "I16");
    watch.lostData(N1);
    log.says("n1", merged(record(first)));
    assertThat(watch.violations()).filteredOn(one -> one.invariant().equals("I5")).hasSize(2);
  }
}
