package io.ringside.check;

import static io.ringside.check.Story.CART;
import static io.ringside.check.Story.NOTHING;
import static io.ringside.check.Story.dot;
import static io.ringside.check.Story.dotOf;
import static io.ringside.check.Story.left;
import static io.ringside.check.Story.record;
import static io.ringside.check.Story.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.version.CausalContext;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LateMintsTest {
  private final Story story = Story.sloppy();
  private final Attempt old = story.put("a", 0, 10, NOTHING, dot("n1", 1));
  private final Attempt gone = story.delete("b", 20, 30, record(old).context(), dot("n1", 2));
  private final Watch watch = new Watch();

  /** The delete of {@link #gone} as n3 carries it out once more, over what it has found now. */
  private Siblings againOver(CausalContext found) {
    var version = new Version(found, gone.call().request(), 0, Optional.empty());
    var record = new Siblings(found.with(dot("n3", 1)), new TreeMap<>(Map.of(dot("n3", 1), version)));
    watch.ledger().saw(CART, record);
    return record;
  }

  private List<Violation> judged() {
    watch.ledger().saw(story.history());
    return LateMints.judge(story.history(), watch.ledger());
  }

  @Test
  void aRetryThatSupersedesWhatItsRequestHadFoundIsRight() {
    againOver(record(old).context());
    story.put("c", 40, 50, gone.answer().context(), dot("n1", 3));
    assertThat(judged()).isEmpty();
  }

  @Test
  void aLateRetryThatSupersedesWhatWasWrittenSinceIsFound() {
    var newer = story.put("c", 40, 50, gone.answer().context(), dot("n1", 3));
    Siblings empty = againOver(newer.answer().context());
    assertThat(new Judge(Promises.NONE).judge(story.history(), watch, left(empty)).byInvariant().get("I1"))
        .singleElement().satisfies(violation -> assertThat(violation.text()).contains("n3:1 of cart supersedes n1:3 of c's put")
            .contains("was begun after its own request had been answered: it is of b's delete"));
  }

  @Test
  void aWriteOfUnknownOutcomeIsNotToBeSupersededUnseenEither() {
    var newer = story.unknownPut("c", 40, NOTHING);
    watch.ledger().saw(CART, Siblings.NONE.put(dot("n2", 1).actor(), Story.version(newer)));
    againOver(record(old).context().with(dot("n2", 1)));
    assertThat(judged()).hasSize(1);
  }

  /** A dot that is isolated in the past, behind one that it has not seen. */
  @Test
  void aGapHidesNothing() {
    story.put("c", 40, 50, NOTHING, dot("n2", 1));
    var newer = story.put("c", 60, 70, NOTHING, dot("n2", 2));
    againOver(seen(dotOf(old), dotOf(newer)));
    assertThat(judged()).hasSize(1);
  }

  @Test
  void aRequestThatNobodyHasAnsweredMayFindWhatIsNewer() {
    var maybe = story.unknownPut("c", 12, NOTHING);
    var newer = story.put("a", 40, 50, NOTHING, dot("n2", 1));
    var version = new Version(newer.answer().context(), maybe.call().request(), 0, maybe.call().written());
    watch.ledger().saw(CART, new Siblings(seen(dot("n2", 1), dot("n3", 1)), new TreeMap<>(Map.of(dot("n3", 1), version))));
    assertThat(judged()).isEmpty();
  }

  @Test
  void whatWasBegunBeforeTheAnswerIsConcurrent() {
    var newer = story.put("c", 25, 50, NOTHING, dot("n2", 1));
    againOver(record(old).context().merge(newer.answer().context()));
    assertThat(judged()).isEmpty();
  }
}
