package io.ringside.check;

import static io.ringside.check.Story.CART;
import static io.ringside.check.Story.NOTHING;
import static io.ringside.check.Story.dot;
import static io.ringside.check.Story.dotOf;
import static io.ringside.check.Story.record;
import static io.ringside.check.Story.seen;
import static io.ringside.check.Story.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.VectorClock;
import io.ringside.version.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReadCheckTest {
  private static final Map<Key, Siblings> NOTHING_LEFT = Map.of();

  private final Story story = Story.sloppy();

  private List<Violation> phantoms() {
    return new ReadCheck(story.history()).phantoms(NOTHING_LEFT);
  }

  private static void isOne(List<Violation> violations, String invariant, String text) {
    assertThat(violations).singleElement().satisfies(one -> {
      assertThat(one.invariant()).isEqualTo(invariant);
      assertThat(one.text()).contains(text);
    });
  }

  @Test
  void aValueThatWasWrittenIsNoPhantom() {
    var put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.get("b", 5, 20, record(put));
    assertThat(phantoms()).isEmpty();
    assertThat(new ReadCheck(story.history()).phantoms(Map.of(CART, record(put)))).isEmpty();
  }

  @Test
  void aValueThatNobodyWroteIsAPhantom() {
    var put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    var other = Story.sloppy();
    other.get("b", 20, 30, record(put));
    isOne(new ReadCheck(other.history()).phantoms(NOTHING_LEFT), "I3", "nobody wrote it");
    isOne(new ReadCheck(other.history()).phantoms(Map.of(CART, Siblings.NONE)), "I3", "found by");
    isOne(new ReadCheck(Story.sloppy().history()).phantoms(Map.of(CART, record(put))), "I3", "left in the end");
  }

  @Test
  void aValueOfAnotherKeyIsAPhantom() {
    var put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    isOne(new ReadCheck(story.history()).phantoms(Map.of(Key.of("other"), record(put))), "I3", "nobody wrote it");
  }

  @Test
  void aValueWhoseBytesChangedIsReported() {
    var put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    var flipped = new Version(NOTHING, put.call().request(), 0, Optional.of(Content.text("valve-1")));
    story.get("b", 20, 30, new TreeMap<>(Map.of(dotOf(put), flipped)), put.answer().context());
    isOne(phantoms(), "I19", "has not the bytes that were written");
  }

  @Test
  void aValueThatIsReadBeforeItIsWrittenIsAPhantom() {
    var put = story.put("a", 40, 50, NOTHING, dot("n1", 1));
    story.get("b", 20, 30, record(put));
    isOne(phantoms(), "I3", "came later");
  }

  @Test
  void aValueWhoseWriterWasToldThatItFailedIsAPhantom() {
    var failed = story.failedPut("a", 0, 10, NOTHING);
    story.get("b", 20, 30, new TreeMap<>(Map.of(dot("n1", 1), version(failed))), seen(dot("n1", 1)));
    isOne(phantoms(), "I3", "did not happen");
  }

  @Test
  void aContextThatCoversWhatItCameWithIsRight() {
    var put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.get("b", 20, 30, record(put));
    story.put("b", 40, 50, put.answer().context(), dot("n2", 1));
    assertThat(new ReadCheck(story.history()).contexts()).isEmpty();
  }

  @Test
  void aReadWhoseContextDoesNotCoverWhatItFoundIsWrong() {
    var put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.get("b", 20, 30, record(put).versions(), NOTHING);
    isOne(new ReadCheck(story.history()).contexts(), "I7", "does not cover it");
  }

  /** With it the client's next put would silently delete a sibling. */
  @Test
  void aPutWhoseContextCoversWhatItsClientHadNotSeenIsWrong() {
    story.put("a", 0, 10, NOTHING, dot("n1", 2), seen(dot("n1", 1), dot("n1", 2)));
    isOne(new ReadCheck(story.history()).contexts(), "I7", "had not seen");
  }

  @Test
  void aPutWhoseContextForgetsItsOwnDotOrWhatItSuppliedIsWrong() {
    story.put("a", 0, 10, seen(dot("n1", 1)), dot("n2", 1), seen(dot("n1", 1)));
    isOne(new ReadCheck(story.history()).contexts(), "I7", "its own dot");
    var other = Story.sloppy();
    other.put("a", 0, 10, seen(dot("n1", 1)), dot("n2", 1), seen(dot("n2", 1)));
    isOne(new ReadCheck(other.history()).contexts(), "I7", "what it supplied");
  }

  @Test
  void aTokenThatIsFullMayDropADot() {
    var isolated = new TreeSet<Dot>();
    for (int i = 0; i < 64; i++) {
      isolated.add(dot("n1", 2 * i + 2));
    }
    var full = new CausalContext(VectorClock.EMPTY, isolated);
    story.put("a", 0, 10, full, dot("n2", 2), full.with(dot("n2", 2)).limitedTo(64, dot("n2", 2)));
    assertThat(new ReadCheck(story.history()).contexts()).isEmpty();
  }

  @Test
  void aRequestThatIsShownTwiceIsReported() {
    var put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.get("b", 20, 30, record(put));
    assertThat(new ReadCheck(story.history()).requestsTwice(Map.of(CART, record(put)))).isEmpty();
    var twice = new TreeMap<>(Map.of(dot("n1", 1), version(put), dot("n2", 1), version(put)));
    var both = new Siblings(seen(dot("n1", 1), dot("n2", 1)), twice);
    isOne(new ReadCheck(story.history()).requestsTwice(Map.of(CART, both)), "I21", "twice");
    story.get("b", 40, 50, both);
    isOne(new ReadCheck(story.history()).requestsTwice(NOTHING_LEFT), "I21", new RequestId(0, 1).toString());
  }
}
