package io.ringside.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.message.Failure;
import io.ringside.message.Failure.Refused.Why;
import io.ringside.message.Minted;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.ring.PreferenceList;
import io.ringside.storage.Space;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one of five nodes does with single requests, and what it refuses. */
class ReplicaTest extends NodeFixture {
  private static final int SIBLINGS = 5;
  private static final int RECORD_BYTES = 100;

  @BeforeEach
  void oneOfFiveServes() {
    config = config("n1=h:1,n2=h:2,n3=h:3,n4=h:4,n5=h:5", "limits.siblingsHard=" + SIBLINGS, "limits.siblingsSoft=" + SIBLINGS,
        "limits.valueBytes=" + RECORD_BYTES, "limits.recordBytes=" + RECORD_BYTES);
    remembers(0, P2, P3, NodeId.of("n4"), NodeId.of("n5"));
    start(disk);
  }

  private PreferenceList owners(Key key) {
    return Node.foundingRing(config).preferenceList(key, 3);
  }

  private Key key(boolean owned) {
    return IntStream.range(0, 1000).mapToObj(i -> Key.of("k" + i))
        .filter(key -> owners(key).isPrimary(SELF) == owned).findFirst().orElseThrow();
  }

  private Request.Mint mint(Key key, CausalContext past, Optional<NodeId> standsInFor) {
    return new Request.Mint(key, past, newRequest(), Optional.of(Content.text("milk")), standsInFor);
  }

  private Minted blindly(Key key) {
    return resultOf(node.mint(mint(key, CausalContext.EMPTY, Optional.empty())));
  }

  private Siblings held(Key key) {
    return resultOf(node.read(new Request.Read(key))).siblings();
  }

  private static Failure.Refused refusal(Future<?> answer) {
    assertThat(answer.cause()).isInstanceOf(Failure.Refused.class);
    return (Failure.Refused) answer.cause();
  }

  @Test
  void whatIsNotItsOwnIsRefusedAsAStaleRing() {
    Key foreign = key(false);
    NodeId noOwner = owners(foreign).fallbacks().get(0);
    for (Future<?> answer : List.of(
        node.store(new Request.Store(foreign, Siblings.NONE, Reason.WRITE)),
        node.mint(mint(foreign, CausalContext.EMPTY, Optional.empty())),
        node.mint(mint(foreign, CausalContext.EMPTY, Optional.of(noOwner))),
        node.hint(new Request.Hint(noOwner, foreign, Siblings.NONE)))) {
      assertThat(refusal(answer).why()).isEqualTo(Why.BUG);
      assertThat(refusal(answer)).hasMessageContaining("is no primary");
    }
    assertThat(disk.scan(Space.HINTS, Bytes.EMPTY, Bytes.EMPTY, 1).result().entries()).isEmpty();
  }

  @Test
  void aFallbackMintsAndKeepsForAPrimary() {
    Key foreign = key(false);
    NodeId owner = owners(foreign).primaries().get(0);
    Minted minted = resultOf(node.mint(mint(foreign, CausalContext.EMPTY, Optional.of(owner))));
    assertThat(minted.dot().actor().node()).isEqualTo(SELF);
    assertThat(held(foreign)).isEqualTo(minted.siblings());
  }

  @Test
  void aStoreThatBringsNothingNewIsAcknowledgedAndNotTold() {
    Key key = key(true);
    Siblings all = blindly(key).siblings();
    events.clear();
    resultOf(node.store(new Request.Store(key, all, Reason.READ_REPAIR)));
    assertThat(told(Event.Stored.class)).isEmpty();
    assertThat(held(key)).isEqualTo(all);
  }

  @Test
  void oneSiblingTooManyIsRefusedAndNothingIsStored() {
    Key key = key(true);
    IntStream.range(0, SIBLINGS).forEach(i -> blindly(key));
    Siblings before = held(key);
    assertThat(refusal(node.mint(mint(key, CausalContext.EMPTY, Optional.empty()))).why()).isEqualTo(Why.LIMIT);
    assertThat(held(key)).isEqualTo(before);
    assertThat(resultOf(node.mint(mint(key, before.context(), Optional.empty()))).siblings().versions()).hasSize(1);
  }

  @Test
  void oneByteTooManyIsRefusedAndNothingIsStored() {
    Key key = key(true);
    resultOf(node.mint(mint(key, CausalContext.EMPTY, text(RECORD_BYTES))));
    Siblings before = held(key);
    Failure.Refused refused = refusal(node.mint(mint(key, CausalContext.EMPTY, text(1))));
    assertThat(refused.why()).isEqualTo(Why.LIMIT);
    assertThat(refused).hasMessageContaining("would have 101 bytes, and limits.recordBytes is 100");
    assertThat(held(key)).isEqualTo(before);
    assertThat(resultOf(node.mint(mint(key, before.context(), text(1)))).siblings().versions()).hasSize(1);
  }

  @Test
  void aRecordThatMergesHaveMadeTooLargeTakesWhatMakesItSmaller() {
    Key key = key(true);
    for (String other : List.of("n2", "n3", "n4")) {
      resultOf(node.store(new Request.Store(key, Siblings.NONE.put(Actor.of(other),
          new Version(CausalContext.EMPTY, newRequest(), 0, Optional.of(text(RECORD_BYTES)))), Reason.READ_REPAIR)));
    }
    assertThat(held(key).valueBytes()).isEqualTo(3 * RECORD_BYTES);
    CausalContext one = CausalContext.EMPTY.with(held(key).versions().firstKey());
    assertThat(refusal(node.mint(mint(key, CausalContext.EMPTY, text(1)))).why()).isEqualTo(Why.LIMIT);
    assertThat(resultOf(node.mint(mint(key, one, text(1)))).siblings().valueBytes()).isEqualTo(2 * RECORD_BYTES + 1);
  }

  private Request.Mint mint(Key key, CausalContext past, Content content) {
    return new Request.Mint(key, past, newRequest(), Optional.of(content), Optional.empty());
  }

  private static Content text(int bytes) {
    return Content.text("x".repeat(bytes));
  }

  @Test
  void aReplicaThatMeetsAHigherCounterOfItsOwnMintsUnderAFreshEpoch() {
    Key key = key(true);
    Minted first = blindly(key);
    Siblings lost = first.siblings().put(first.dot().actor(),
        new Version(CausalContext.EMPTY, newRequest(), 0, Optional.of(Content.text("lost"))));
    resultOf(node.store(new Request.Store(key, lost, Reason.READ_REPAIR)));
    assertThat(blindly(key).dot().actor()).isNotEqualTo(first.dot().actor());
  }

  @Test
  void aContextThatNamesAHigherCounterOfItsOwnLeadsToAFreshEpochToo() {
    Key key = key(true);
    Minted first = blindly(key);
    var ahead = CausalContext.EMPTY.with(new Dot(first.dot().actor(), 9));
    assertThat(resultOf(node.mint(mint(key, ahead, Optional.empty()))).dot().actor()).isNotEqualTo(first.dot().actor());
  }
}
