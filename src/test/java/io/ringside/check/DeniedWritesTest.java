package io.ringside.check;

import static io.ringside.check.Story.CART;
import static io.ringside.check.Story.NOTHING;
import static io.ringside.check.Story.dot;
import static io.ringside.check.Story.left;
import static io.ringside.check.Story.record;
import static io.ringside.check.Story.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.event.Event;
import io.ringside.version.Actor;
import io.ringside.version.Siblings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeniedWritesTest {
  private final Story story = Story.sloppy();
  private final Watch watch = new Watch();
  private final NodeLog log = new NodeLog(watch);

  private Judgement judgedWith(Siblings left) {
    return new Judge(Promises.NONE).judge(story.history(), watch, left(left));
  }

  @Test
  void aWriteThatFailedAndWasStoredNowhereIsRight() {
    story.failedPut("a", 0, 10, NOTHING);
    assertThat(judgedWith(Siblings.NONE).ok()).isTrue();
  }

  @Test
  void aWriteOfUnknownOutcomeMayBeStored() {
    var maybe = story.unknownPut("a", 0, NOTHING);
    var record = Siblings.NONE.put(Actor.of("n1"), version(maybe));
    log.says("n1", new Event.Stored(CART, record, "put", Optional.of(dot("n1", 1))));
    assertThat(judgedWith(record).ok()).isTrue();
  }

  /** Nobody reads it, and it is gone in the end: overwritten, or deleted and reaped. */
  @Test
  void aWriteThatFailedAndWasStoredIsFoundThoughNoReadShowsIt() {
    var denied = story.failedPut("a", 0, 10, NOTHING);
    var record = Siblings.NONE.put(Actor.of("n1"), version(denied));
    log.says("n1", new Event.Stored(CART, record, "put", Optional.of(dot("n1", 1))));
    var over = story.put("b", 20, 30, record.context(), dot("n2", 1));
    log.says("n1", new Event.Stored(CART, record.merge(record(over)), "replica"));
    assertThat(judgedWith(record.merge(record(over))).violations()).singleElement().satisfies(violation -> {
      assertThat(violation.invariant()).isEqualTo("I3");
      assertThat(violation.text()).contains("was told that it did not happen, but it was stored, as [n1:1]");
    });
  }

  @Test
  void aHintIsStoredToo() {
    var denied = story.failedPut("a", 0, 10, NOTHING);
    watch.ledger().saw(CART, Siblings.NONE.put(Actor.of("n1"), version(denied)));
    assertThat(DeniedWrites.judge(story.history(), watch.ledger())).hasSize(1);
  }
}
