package io.ringside.check;

import static io.ringside.check.Guarantee.MONOTONIC_READS;
import static io.ringside.check.Guarantee.MONOTONIC_WRITES;
import static io.ringside.check.Guarantee.READ_YOUR_WRITES;
import static io.ringside.check.Guarantee.WRITES_FOLLOW_READS;
import static io.ringside.check.Story.NOTHING;
import static io.ringside.check.Story.dot;
import static io.ringside.check.Story.record;
import static io.ringside.check.Story.recordWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.version.Siblings;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final Story story = Story.sloppy();

  /** How often each was broken, in the order of their declaration. */
  private List<Integer> counts() {
    var sessions = Sessions.of(story.history());
    return Arrays.stream(Guarantee.values()).map(sessions::count).toList();
  }

  private static List<Integer> once(Guarantee broken) {
    return Arrays.stream(Guarantee.values()).map(each -> each == broken ? 1 : 0).toList();
  }

  @Test
  void aSessionThatSeesAllItDidAndReadHasItsGuarantees() {
    var first = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.get("a", 10, 20, record(first));
    var second = story.put("a", 20, 30, first.answer().context(), dot("n2", 1));
    story.get("a", 40, 50, record(second));
    story.get("b", 40, 50, record(second));
    assertThat(counts()).containsOnly(0);
  }

  @Test
  void aReadWithoutTheSessionsOwnWriteDoesNotReadItsWrites() {
    story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.get("b", 20, 30, Siblings.NONE);
    assertThat(counts()).containsOnly(0);
    story.get("a", 20, 30, Siblings.NONE);
    assertThat(counts()).isEqualTo(once(READ_YOUR_WRITES));
  }

  @Test
  void whatASessionDidAtTheSameTimeItNeedNotSee() {
    story.put("a", 0, 30, NOTHING, dot("n1", 1));
    story.get("a", 20, 40, Siblings.NONE);
    assertThat(counts()).containsOnly(0);
  }

  @Test
  void aReadThatKnowsLessThanTheOneBeforeIsNotMonotonic() {
    var put = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.get("b", 20, 30, record(put));
    story.get("c", 40, 50, Siblings.NONE);
    assertThat(counts()).containsOnly(0);
    story.get("b", 40, 50, Siblings.NONE);
    assertThat(counts()).isEqualTo(once(MONOTONIC_READS));
  }

  @Test
  void aWriteThatIsSeenWithoutTheOneBeforeIsNotMonotonic() {
    story.put("a", 0, 10, NOTHING, dot("n1", 1));
    var second = story.put("a", 20, 30, NOTHING, dot("n2", 1));
    story.get("b", 40, 50, recordWith(NOTHING.with(dot("n1", 1)), second));
    assertThat(counts()).containsOnly(0);
    story.get("c", 40, 50, record(second));
    assertThat(counts()).isEqualTo(once(MONOTONIC_WRITES));
  }

  /** A reply without the message that it replies to. */
  @Test
  void aWriteThatIsSeenWithoutWhatItsSessionHadReadDoesNotFollow() {
    var message = story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.get("b", 20, 30, record(message));
    var reply = story.put("b", 40, 50, NOTHING, dot("n2", 1));
    story.get("c", 60, 70, record(message, reply));
    assertThat(counts()).containsOnly(0);
    story.get("d", 60, 70, record(reply));
    assertThat(counts()).isEqualTo(once(WRITES_FOLLOW_READS));
  }

  @Test
  void whatIsNotPromisedIsCountedAndWhatIsPromisedIsAViolation() {
    story.put("a", 0, 10, NOTHING, dot("n1", 1));
    story.get("a", 20, 30, Siblings.NONE);
    var rest = AtRest.of(new TreeMap<>());
    Judgement without = new Judge(Promises.NONE).judge(story.history(), rest);
    assertThat(without.byInvariant()).doesNotContainKey("I8");
    assertThat(without.sessions().count(READ_YOUR_WRITES)).isEqualTo(1);
    var promises = new Promises(new TreeSet<>(List.of(READ_YOUR_WRITES)), false);
    assertThat(new Judge(promises).judge(story.history(), rest).byInvariant().get("I8")).hasSize(1);
  }
}
