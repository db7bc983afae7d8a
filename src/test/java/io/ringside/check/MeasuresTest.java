package io.ringside.check;

import static io.ringside.check.Story.NOTHING;
import static io.ringside.check.Story.dot;
import static io.ringside.check.Story.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.check.Attempt.Answer;
import io.ringside.check.Attempt.Outcome;
import io.ringside.version.CausalContext;
import io.ringside.version.Siblings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Sibling bound, availability and staleness, as a history tells them. */
class MeasuresTest {
  private final Story story = Story.sloppy();

  private List<Violation> siblingBound() {
    return SiblingBound.judge(story.history(), new DotLedger());
  }

  @Test
  void blindWritesMayBeSiblings() {
    story.get("c", 10, 20, record(
        story.put("a", 0, 10, NOTHING, dot("n1", 1)), story.put("a", 10, 20, NOTHING, dot("n1", 2))));
    assertThat(siblingBound()).isEmpty();
  }

  /** Two stale writers, each with its own last context only: interleaved for ever, they never give more than two siblings. */
  @Test
  void interleavedStaleWritersGiveOneSiblingEach() {
    CausalContext ofA = NOTHING;
    CausalContext ofB = NOTHING;
    for (int i = 0; i < 5; i++) {
      var byA = story.put("a", 20 * i, 20 * i + 5, ofA, dot("n1", 2 * i + 1));
      var byB = story.put("b", 20 * i + 10, 20 * i + 15, ofB, dot("n1", 2 * i + 2));
      ofA = byA.answer().context();
      ofB = byB.answer().context();
      story.get("c", 20 * i + 15, 20 * i + 20, record(byA, byB));
    }
    assertThat(siblingBound()).isEmpty();
  }

  @Test
  void aSiblingExplosionIsFound() {
    var first = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    var second = story.put("a", 20, 30, first.answer().context(), dot("n1", 2));
    story.get("c", 40, 50, record(first, second));
    assertThat(siblingBound()).singleElement().satisfies(one -> {
      assertThat(one.invariant()).isEqualTo("I11");
      assertThat(one.text()).contains("c's get").contains("2 siblings").contains("1 lines");
    });
  }

  /** Minted at n1, which was silent, and at n2; the next write had seen n2's dot only. */
  @Test
  void aWriteThatWasMintedTwiceMayAddASibling() {
    var twice = story.put("a", 0, 10, NOTHING, dot("n2", 1));
    var next = story.put("a", 20, 30, twice.answer().context(), dot("n2", 2));
    var twin = new Siblings(NOTHING.with(dot("n1", 1)), new TreeMap<>(Map.of(dot("n1", 1), Story.version(twice))));
    story.get("c", 40, 50, twin.merge(record(next)));
    var ledger = new DotLedger();
    ledger.saw(story.history());
    assertThat(SiblingBound.judge(story.history(), ledger)).isEmpty();
  }

  @Test
  void anAttemptThatCouldReachEnoughNodesMustSucceed() {
    var ok = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    var failed = story.failedPut("a", 20, 30, NOTHING);
    var unknown = story.unknownPut("a", 40, NOTHING);
    assertThat(Availability.judge(story.history())).isEmpty();
    var history = new History(List.of(ok, entitled(failed), entitled(unknown)));
    assertThat(Availability.judge(history)).hasSize(2).allMatch(one -> one.invariant().equals("I17"));
    assertThat(Availability.judge(new History(List.of(entitledOk(ok))))).isEmpty();
  }

  private static Attempt entitled(Attempt attempt) {
    return new Attempt(attempt.call(), attempt.invokedMicros(), attempt.returnedMicros(), attempt.outcome(), true, Answer.NONE);
  }

  private static Attempt entitledOk(Attempt attempt) {
    return new Attempt(attempt.call(), attempt.invokedMicros(), attempt.returnedMicros(), Outcome.OK, true, attempt.answer());
  }

  @Test
  void aReadIsAsStaleAsTheWritesItHasNotSeen() {
    var first = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.put("a", 20, 30, first.answer().context(), dot("n1", 2));
    story.put("b", 20, 40, NOTHING, dot("n2", 1));
    story.get("c", 100, 110, record(first));
    story.get("c", 35, 45, record(first));
    story.get("c", 25, 45, record(first));
    assertThat(Staleness.of(story.history())).isEqualTo(new Staleness(3, 2, List.of(1, 2), List.of(5_000L, 70_000L)));
  }

  @Test
  void aFreshReadIsNotStale() {
    story.get("c", 20, 30, record(story.put("a", 0, 10, NOTHING, dot("n1", 1))));
    story.unknownPut("a", 0, NOTHING);
    assertThat(Staleness.of(story.history())).isEqualTo(new Staleness(1, 0, List.of(), List.of()));
  }
}
