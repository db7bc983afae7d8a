package io.ringside.check;

import static io.ringside.check.Story.CART;
import static io.ringside.check.Story.NOTHING;
import static io.ringside.check.Story.dot;
import static io.ringside.check.Story.record;
import static io.ringside.check.Story.recordWith;
import static io.ringside.check.Story.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.operation.Count;
import io.ringside.operation.Operation;
import io.ringside.operation.Options;
import io.ringside.testing.Every;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockingReadsTest {
  private static final Options BLOCKING = Options.DEFAULTS.withRepair(Options.Repair.BLOCKING);

  /** As with N = 3 and R = W = 2. */
  private static final Witnesses WAITED = new Witnesses(3, 0, 2);
  private static final Witnesses HEARD_TWO = new Witnesses(3, 2, 0);
  private static final Witnesses HEARD_ALL = new Witnesses(3, 3, 0);

  private final Story story = Story.sloppy();
  private final Attempt old = story.put("a", 0, 10, NOTHING, dot("n1", 1));
  private final Attempt latest = story.put("a", 20, 30, old.answer().context(), dot("n1", 2));
  private final Watch watch = new Watch();

  private BlockingReads judged() {
    return BlockingReads.of(story.history(), watch);
  }

  private static Witnesses asked(Options options, String... settings) {
    return Witnesses.of(new Operation.Get(CART, options), NodeConfig.of(settings), 5);
  }

  // whom a read asks for

  @Test
  void aReadThatWaitsLeavesItsAnswerWithSoManyOwnersThatNoOtherOfItsKindMissesThem() {
    assertThat(asked(BLOCKING)).isEqualTo(new Witnesses(3, 0, 2));
    assertThat(asked(BLOCKING.withQuorum(Count.ONE))).isEqualTo(new Witnesses(3, 0, 3));
    assertThat(asked(BLOCKING.withQuorum(Count.ALL))).isEqualTo(new Witnesses(3, 0, 2));
    assertThat(asked(BLOCKING.withQuorum(Count.ALL), "quorum.w=1")).isEqualTo(new Witnesses(3, 0, 1));
    assertThat(asked(BLOCKING.withPrimaries(Count.QUORUM), "quorum.w=3")).isEqualTo(new Witnesses(3, 2, 3));
    assertThat(asked(Options.DEFAULTS, "buckets.default.pr=2")).isEqualTo(new Witnesses(3, 2, 0));
    assertThat(asked(BLOCKING.withN(Count.of(2)).withQuorum(Count.of(2)))).isEqualTo(new Witnesses(2, 0, 2));
  }

  @Test
  void aSmallClusterHasFewerOwnersThanABucketWants() {
    var get = new Operation.Get(CART, BLOCKING);
    var config = NodeConfig.of("quorum.n=3", "quorum.r=3", "quorum.w=3");
    assertThat(Witnesses.of(get, config, 2)).isEqualTo(new Witnesses(2, 0, 2));
  }

  @Test
  void ofAWriteAndOfAReadThatIsRefusedNothingIsKnown() {
    var put = new Operation.Put(CART, Content.text("milk"), NOTHING, new RequestId(0, 1), false, BLOCKING);
    assertThat(Witnesses.of(put, NodeConfig.of(), 5)).isEqualTo(Witnesses.UNKNOWN);
    assertThat(asked(BLOCKING.withQuorum(Count.of(4)))).isEqualTo(Witnesses.UNKNOWN);
    assertThat(asked(BLOCKING.withQuorum(Count.of(0)))).isEqualTo(Witnesses.UNKNOWN);
    assertThat(asked(BLOCKING.withPrimaries(Count.of(4)))).isEqualTo(Witnesses.UNKNOWN);
  }

  @Test
  void thereAreNotMoreThanThereAre() {
    assertThatThrownBy(() -> new Witnesses(3, 4, 0)).hasMessageContaining("Of 3 owners neither 4 are heard");
    assertThatThrownBy(() -> new Witnesses(3, 0, 4)).hasMessageContaining("nor 4 hold");
    assertThatThrownBy(() -> new Witnesses(3, -1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  // what a later read must see

  @Test
  void aReadThatGoesBackBehindOneThatWaitedIsFoundWithBoth() {
    story.get("b", 40, 50, record(latest), WAITED);
    story.get("c", 60, 70, record(old), HEARD_TWO);
    assertThat(judged().violations()).singleElement().satisfies(one -> {
      assertThat(one.invariant()).isEqualTo("I23");
      assertThat(one.text()).contains("c's get of cart via n1 at 0.060").contains("n1:2").contains("b's get")
          .contains("of 3 owners 2 held that, and 2 were heard");
    });
    assertThat(judged().bound()).singleElement().satisfies(read -> assertThat(read.call().session()).isEqualTo("c"));
  }

  @Test
  void aReadThatCoversTheAnswerBeforeItDoesNotGoBack() {
    var beside = story.put("d", 20, 55, NOTHING, dot("n2", 1));
    story.get("b", 40, 50, record(old), WAITED);
    story.get("c", 60, 70, record(latest), HEARD_TWO);
    story.get("c", 80, 90, record(old, beside), HEARD_ALL);
    assertThat(judged().violations()).isEmpty();
    assertThat(judged().bound()).hasSize(2);
  }

  /** Nobody was told that it is written; and yet, once it was shown, it stays. */
  @Test
  void whatMissedItsQuorumMustBeSeenOnceItWasShown() {
    story.unknownPut("d", 20, NOTHING);
    story.get("b", 40, 50, recordWith(seen(dot("n2", 1)), old), WAITED);
    story.get("c", 60, 70, record(old), HEARD_TWO);
    assertThat(judged().violations()).hasSize(1);
  }

  @Test
  void readsThatOverlapAreInNoOrder() {
    story.get("b", 40, 60, record(latest), WAITED);
    story.get("c", 60, 70, record(old), HEARD_TWO);
    assertThat(judged().violations()).isEmpty();
    assertThat(judged().bound()).isEmpty();
  }

  @Test
  void aReadThatDidNotWaitOrFailedPromisesNothing() {
    story.get("b", 40, 50, record(latest), HEARD_ALL);
    story.failedGet("b", 40, 50, WAITED);
    story.get("c", 60, 70, record(old), HEARD_TWO);
    assertThat(judged().bound()).isEmpty();
    assertThat(judged().violations()).isEmpty();
  }

  /** Fallbacks may have answered it, or one owner that was not among those that hold. */
  @Test
  void aReadThatNeedNotHaveHeardOneOfThoseThatHoldMayGoBack() {
    story.get("b", 40, 50, record(latest), WAITED);
    story.get("c", 60, 70, record(old));
    story.get("c", 60, 70, record(old), new Witnesses(3, 1, 2));
    assertThat(judged().violations()).isEmpty();
  }

  @Test
  void readsOfAnotherNumberOfCopiesAreNotCompared() {
    story.get("b", 40, 50, record(latest), WAITED);
    story.get("c", 60, 70, record(old), new Witnesses(2, 2, 2));
    assertThat(judged().violations()).isEmpty();
  }

  @Test
  void aNodeThatLostItsDataMayBeOneOfThoseThatHeld() {
    story.get("b", 40, 50, record(latest), WAITED);
    story.get("c", 60, 70, record(old), HEARD_TWO);
    watch.lostData(NodeId.of("n1"));
    assertThat(judged().violations()).isEmpty();
    story.get("d", 80, 90, record(old), HEARD_ALL);
    assertThat(judged().violations()).singleElement().satisfies(one -> assertThat(one.text()).startsWith("d's get"));
    new NodeLog(watch).says("n2", new Event.Amnesia(2, 1, "its disk is older"));
    assertThat(judged().violations()).isEmpty();
  }

  @Test
  void whatWasReapedNobodyNeedHaveSeen() {
    var delete = story.delete("a", 32, 38, latest.answer().context(), dot("n1", 3));
    story.get("b", 40, 50, record(delete), WAITED);
    story.get("c", 60, 70, Siblings.NONE, HEARD_TWO);
    assertThat(judged().violations()).hasSize(1);
    new NodeLog(watch).says("n1", new Event.Reaped(CART, record(delete)));
    assertThat(judged().violations()).isEmpty();
  }

  /** By one clock; by clocks of their own nobody can tell, as in the test before. */
  @Test
  void whatWasReapedAfterTheReadReturnedHadToBeSeen() {
    var delete = story.delete("a", 32, 38, latest.answer().context(), dot("n1", 3));
    story.get("b", 40, 50, record(delete), WAITED);
    story.get("c", 60, 70, Siblings.NONE, HEARD_TWO);
    Watch inTime = Watch.ofOneClock(0);
    inTime.saw(new LoggedEvent(NodeId.of("n1"), 1, 1, 70, new Event.Reaped(CART, record(delete))));
    assertThat(BlockingReads.of(story.history(), inTime).violations()).isEmpty();
    Watch tooLate = Watch.ofOneClock(0);
    tooLate.saw(new LoggedEvent(NodeId.of("n1"), 1, 1, 71, new Event.Reaped(CART, record(delete))));
    assertThat(BlockingReads.of(story.history(), tooLate).violations()).singleElement()
        .satisfies(one -> assertThat(one.text()).startsWith("c's get"));
  }

  // all small clusters

  /** What befalls one value: a read that waits finds it and leaves it with {@code having}, and a later one asks {@code heard}. */
  private static boolean goesBack(List<Integer> having, List<Integer> heard) {
    return Collections.disjoint(having, heard);
  }

  /** All N up to 4, R, W and PR of the second read. */
  private static void everyPlan(BiConsumer<Witnesses, Witnesses> law) {
    for (int n = 1; n <= 4; n++) {
      for (int r = 1; r <= n; r++) {
        for (int w = 1; w <= n; w++) {
          for (int pr = 0; pr <= n; pr++) {
            String[] settings = {"quorum.n=" + n, "quorum.r=" + r, "quorum.w=" + w};
            law.accept(asked(BLOCKING, settings), asked(Options.DEFAULTS.withPrimaries(Count.of(pr)), settings));
          }
        }
      }
    }
  }

  private boolean isNoticed(Witnesses first, Witnesses second, boolean goesBack) {
    var told = Story.sloppy();
    told.get("b", 40, 50, record(latest), first);
    told.get("c", 60, 70, goesBack ? record(old) : record(latest), second);
    return !BlockingReads.of(told.history(), watch).violations().isEmpty();
  }

  private static List<List<Integer>> owners(int n, int least, int most) {
    return Every.subset(IntStream.range(0, n).boxed().toList())
        .filter(some -> some.size() >= least && some.size() <= most).toList();
  }

  @Test
  void whereverSoManyHoldItNoLaterReadIsBlamed() {
    everyPlan((first, second) -> owners(first.owners(), first.holding(), first.owners()).forEach(having ->
        owners(first.owners(), second.heard(), second.heard()).forEach(heard ->
            assertThat(isNoticed(first, second, goesBack(having, heard)))
                .as("%s holding, %s heard: %s, %s", having, heard, first, second).isFalse())));
  }

  /** A read that does not wait for the last of them is found out by a later one that hears just the others, and by no other. */
  @Test
  void whereverOneTooFewHoldItSomeLaterReadTellsAndNoOtherDoes() {
    everyPlan((first, second) -> {
      boolean mustMeet = first.holding() + second.heard() > first.owners();
      int noticed = 0;
      for (List<Integer> having : owners(first.owners(), first.holding() - 1, first.holding() - 1)) {
        for (List<Integer> heard : owners(first.owners(), second.heard(), second.heard())) {
          boolean goesBack = goesBack(having, heard);
          assertThat(isNoticed(first, second, goesBack)).as("%s, %s", first, second).isEqualTo(goesBack && mustMeet);
          noticed += goesBack && mustMeet ? 1 : 0;
        }
      }
      boolean leastThatMeets = first.holding() + second.heard() == first.owners() + 1;
      assertThat(noticed > 0).as("%s, %s", first, second).isEqualTo(leastThatMeets);
    });
  }

  /** The documented case: the same R or a larger one, and owners alone answer. */
  @Test
  void aReadOfAsManyOwnersAsTheFirstAskedNodesAlwaysMeetsThem() {
    everyPlan((first, second) -> {
      for (int r = 1; r <= first.owners(); r++) {
        Witnesses waited = asked(BLOCKING.withQuorum(Count.of(r)), "quorum.n=" + first.owners(), "quorum.w=1", "quorum.r=1");
        assertThat(waited.areHeardBy(second, 0)).isEqualTo(second.heard() >= r);
      }
    });
  }
}
