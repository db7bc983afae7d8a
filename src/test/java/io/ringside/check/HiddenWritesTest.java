package io.ringside.check;

import static io.ringside.check.Story.CART;
import static io.ringside.check.Story.NOTHING;
import static io.ringside.check.Story.dot;
import static io.ringside.check.Story.dotOf;
import static io.ringside.check.Story.record;
import static io.ringside.check.Story.recordWith;
import static io.ringside.check.Story.seen;
import static io.ringside.check.Story.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.event.Event;
import io.ringside.version.Siblings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HiddenWritesTest {
  private final Story story = Story.sloppy();
  private final Attempt one = story.put("a", 0, 10, NOTHING, dot("n1", 1));
  private final Attempt other = story.put("b", 5, 15, NOTHING, dot("n2", 1));

  private Judgement judged() {
    return new Judge(Promises.NONE).judge(story.history(), new Watch(), AtRest.of(new TreeMap<>()));
  }

  private void isRight() {
    assertThat(judged().byInvariant()).doesNotContainKey("I7");
  }

  private void isHidden(Attempt write) {
    assertThat(judged().byInvariant().get("I7")).singleElement().satisfies(violation ->
        assertThat(violation.text()).contains("covers " + dotOf(write)).contains("shows neither it"));
  }

  @Test
  void aReadThatShowsAllThatItsContextCoversIsRight() {
    story.get("c", 20, 30, record(one, other));
    isRight();
  }

  @Test
  void aReadThatHasNotSeenASiblingNeedNotShowIt() {
    story.get("c", 20, 30, record(one));
    isRight();
  }

  @Test
  void aReadThatDropsASiblingHidesIt() {
    story.get("c", 20, 30, recordWith(seen(dotOf(other)), one));
    isHidden(other);
  }

  @Test
  void aReadThatShowsNothingUnderAContextHidesWhatThatCovers() {
    story.get("c", 20, 30, new Siblings(seen(dotOf(one)), new TreeMap<>()));
    isHidden(one);
  }

  @Test
  void aReadOfWhatSupersededItHidesNothing() {
    var over = story.put("a", 20, 30, record(one, other).context(), dot("n1", 2));
    story.get("c", 40, 50, record(over));
    isRight();
  }

  /** A token that dropped a dot: the last write's past does not cover what the one before it had seen. */
  @Test
  void aReadOfWhatHadSeenWhatSupersededItHidesNothing() {
    var over = story.put("a", 20, 30, seen(dotOf(one), dotOf(other)), dot("n1", 2));
    var last = story.put("c", 40, 50, seen(dotOf(one), dotOf(over)), dot("n1", 3));
    story.get("c", 60, 70, recordWith(over.answer().context(), over));
    story.get("c", 60, 70, recordWith(over.answer().context(), last));
    isRight();
  }

  /** Two dots of one request: one was kept, and what had seen that is shown. */
  @Test
  void aWriteThatWasMintedTwiceIsShownOnceOrWhatHadSeenIt() {
    var watch = new Watch();
    var twin = record(one).merge(new Siblings(seen(dot("n3", 1)), new TreeMap<>(Map.of(dot("n3", 1), version(one)))));
    new NodeLog(watch).says("n3", new Event.Stored(CART, twin, "put", Optional.empty()));
    story.get("c", 20, 30, twin);
    var over = story.put("c", 40, 50, seen(dotOf(one)), dot("n1", 2));
    story.get("c", 60, 70, recordWith(twin.context(), over));
    assertThat(new Judge(Promises.NONE).judgeSoFar(story.history(), watch)).isEmpty();
  }

  @Test
  void whatWasDeletedIsHiddenByItsTombstone() {
    var gone = story.delete("a", 20, 30, record(one, other).context(), dot("n1", 2));
    story.get("c", 40, 50, recordWith(record(one, other).context(), gone));
    isRight();
  }

  @Test
  void whatAWriteOfUnknownOutcomeSupersededIsSeenByIt() {
    var maybe = story.unknownPut("a", 20, record(one, other).context());
    var dot = dot("n3", 1);
    story.get("c", 40, 50,
        new Siblings(record(one, other).context().with(dot), new TreeMap<>(Map.of(dot, version(maybe)))));
    isRight();
  }

  /** Who sees answers alone does not know all dots of a request, nor what a delete without a context had found. */
  @Test
  void nothingIsSaidWhereNobodySawTheNodes() {
    story.get("c", 20, 30, new Siblings(seen(dotOf(one)), new TreeMap<>()));
    assertThat(new Judge(Promises.NONE).judge(story.history()).ok()).isTrue();
  }
}
