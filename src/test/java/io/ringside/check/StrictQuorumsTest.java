package io.ringside.check;

import static io.ringside.check.Story.CART;
import static io.ringside.check.Story.NOTHING;
import static io.ringside.check.Story.dot;
import static io.ringside.check.Story.record;
import static io.ringside.check.Story.recordWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.version.Siblings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StrictQuorumsTest {
  private final Story story = Story.strict();

  @Test
  void aReadThatHasSeenAllThatWasAcknowledgedBeforeIsRegular() {
    var first = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    var other = story.put("b", 5, 15, NOTHING, dot("n2", 1));
    story.get("c", 20, 30, record(first, other));
    var last = story.put("a", 40, 50, record(first, other).context(), dot("n1", 2));
    story.get("c", 60, 70, record(last));
    assertThat(StrictQuorums.regular(story.history(), new Reapings())).isEmpty();
  }

  @Test
  void aReadThatMissesOneOfTwoSiblingsIsNotRegular() {
    var first = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.put("b", 5, 15, NOTHING, dot("n2", 1));
    story.get("c", 20, 30, record(first));
    assertThat(StrictQuorums.regular(story.history(), new Reapings())).singleElement().satisfies(one -> {
      assertThat(one.invariant()).isEqualTo("I9");
      assertThat(one.text()).contains("c's get").contains("n2:1");
    });
  }

  @Test
  void aReadOfNothingAfterAWriteIsNotRegular() {
    story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.get("c", 20, 30, Siblings.NONE);
    assertThat(StrictQuorums.regular(story.history(), new Reapings())).hasSize(1);
  }

  @Test
  void aWriteUnderWayNeedNotBeSeen() {
    story.put("a", 0, 20, NOTHING, dot("n1", 1));
    story.get("c", 20, 30, Siblings.NONE);
    story.unknownPut("b", 0, NOTHING);
    assertThat(StrictQuorums.regular(story.history(), new Reapings())).isEmpty();
  }

  @Test
  void withoutStrictQuorumsNothingIsPromised() {
    var sloppy = Story.sloppy();
    sloppy.put("a", 0, 10, NOTHING, dot("n1", 1));
    sloppy.get("c", 20, 30, Siblings.NONE);
    assertThat(StrictQuorums.regular(sloppy.history(), new Reapings())).isEmpty();
  }

  /** A replica that forgets a tombstone too soon is not excused by the reaping that comes later. */
  @Test
  void whatIsReapedLaterHadToBeSeenByWhoWasAnsweredBefore() {
    var delete = story.delete("a", 0, 10, NOTHING, dot("n1", 1));
    story.get("b", 20, 30, Siblings.NONE);
    assertThat(StrictQuorums.regular(story.history(), reaped(true, 31, record(delete)))).singleElement()
        .satisfies(one -> assertThat(one.text()).contains("b's get").contains("n1:1"));
    assertThat(StrictQuorums.regular(story.history(), reaped(true, 30, record(delete)))).isEmpty();
    assertThat(StrictQuorums.regular(story.history(), reaped(false, 31, record(delete)))).isEmpty();
  }

  private static Reapings reaped(boolean timed, long atMillis, Siblings record) {
    var reapings = new Reapings(timed, 0);
    reapings.saw(new LoggedEvent(Story.N1, 1, 1, atMillis, new Event.Reaped(CART, record)));
    return reapings;
  }

  @Test
  void whatWasDeletedIsReadNoMore() {
    var put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    var delete = story.delete("a", 20, 30, put.answer().context(), dot("n1", 2));
    story.get("b", 25, 50, record(put));
    story.get("c", 40, 50, record(delete));
    assertThat(StrictQuorums.deletedIsNotRead(story.history())).isEmpty();
    story.get("d", 40, 50, record(put));
    assertThat(StrictQuorums.deletedIsNotRead(story.history())).singleElement().satisfies(one -> {
      assertThat(one.invariant()).isEqualTo("I10");
      assertThat(one.text()).contains("d's get").contains("n1:1");
    });
  }

  @Test
  void whatWasWrittenBesideADeleteStays() {
    var put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    var beside = story.put("b", 0, 10, NOTHING, dot("n2", 1));
    var delete = story.delete("a", 20, 30, put.answer().context(), dot("n1", 2));
    story.get("c", 40, 50, record(delete, beside));
    assertThat(StrictQuorums.deletedIsNotRead(story.history())).isEmpty();
    assertThat(StrictQuorums.deletedIsNotLeft(story.history(), Map.of(CART, record(delete, beside)))).isEmpty();
  }

  @Test
  void whatWasDeletedIsNotLeft() {
    var put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.delete("a", 20, 30, put.answer().context(), dot("n1", 2));
    Siblings resurrected = recordWith(NOTHING.with(dot("n1", 2)), put);
    assertThat(StrictQuorums.deletedIsNotLeft(story.history(), Map.of(CART, resurrected)))
        .singleElement().extracting(Violation::invariant).isEqualTo("I10");
  }
}
