package io.ringside.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each checker is shown a history without fault, and one with the fault that it is there for. */
class ChecksTest {
  private static final Key KEY = Key.of("cart");
  private static final RequestId FIRST = new RequestId(0, 1);
  private static final RequestId SECOND = new RequestId(0, 2);

  private static Version version(RequestId request, CausalContext past) {
    return new Version(past, request, 0, Optional.of(Content.text(request.toString())));
  }

  private static Siblings first() {
    return Siblings.NONE.put(Actor.of("n1"), version(FIRST, CausalContext.EMPTY));
  }

  private static DotLedger ledgerOf(Siblings... seen) {
    var ledger = new DotLedger();
    for (Siblings siblings : seen) {
      ledger.saw(KEY, siblings);
    }
    return ledger;
  }

  @Test
  void anAcknowledgedWriteThatIsThereIsNotLost() {
    var writes = List.of(new Write(KEY, FIRST, CausalContext.EMPTY, true));
    assertThat(Checks.noAcknowledgedWriteIsLost(writes, ledgerOf(first()), Map.of(KEY, first()))).isEmpty();
  }

  @Test
  void anAcknowledgedWriteThatIsGoneIsLost() {
    var writes = List.of(new Write(KEY, FIRST, CausalContext.EMPTY, true));
    assertThat(Checks.noAcknowledgedWriteIsLost(writes, ledgerOf(first()), Map.of()))
        .singleElement().extracting(Violation::invariant).isEqualTo("I1");
  }

  @Test
  void anAcknowledgedWriteMayBeSupersededByOneThatHadSeenIt() {
    Siblings second = first().put(Actor.of("n2"), version(SECOND, first().context()));
    var writes = List.of(
        new Write(KEY, FIRST, CausalContext.EMPTY, true), new Write(KEY, SECOND, first().context(), true));
    assertThat(Checks.noAcknowledgedWriteIsLost(writes, ledgerOf(first(), second), Map.of(KEY, second))).isEmpty();
  }

  @Test
  void anAcknowledgedWriteMayNotBeSupersededByOneThatHadNotSeenIt() {
    Siblings blind = Siblings.NONE.put(Actor.of("n2"), version(SECOND, CausalContext.EMPTY));
    var writes = List.of(
        new Write(KEY, FIRST, CausalContext.EMPTY, true), new Write(KEY, SECOND, CausalContext.EMPTY, true));
    assertThat(Checks.noAcknowledgedWriteIsLost(writes, ledgerOf(first(), blind), Map.of(KEY, blind))).hasSize(1);
  }

  @Test
  void aWriteThatNobodyAcknowledgedMayVanish() {
    var writes = List.of(new Write(KEY, FIRST, CausalContext.EMPTY, false));
    assertThat(Checks.noAcknowledgedWriteIsLost(writes, ledgerOf(), Map.of())).isEmpty();
  }

  @Test
  void aDotThatNamesTwoValuesIsSeenAtOnce() {
    Siblings other = Siblings.NONE.put(Actor.of("n1"), version(SECOND, CausalContext.EMPTY));
    assertThat(ledgerOf(first(), first()).violations()).isEmpty();
    assertThat(ledgerOf(first(), other).violations()).singleElement().extracting(Violation::invariant).isEqualTo("I4");
  }

  @Test
  void aSiblingThatHadSeenAnotherIsFalse() {
    var versions = new TreeMap<Dot, Version>(first().versions());
    versions.put(Dot.of("n2", 1), version(SECOND, first().context()));
    var wrong = new Siblings(first().context().with(Dot.of("n2", 1)), versions);
    assertThat(Checks.siblingsAreCausalMaxima(Map.of(KEY, first()))).isEmpty();
    assertThat(Checks.siblingsAreCausalMaxima(Map.of(KEY, wrong)))
        .singleElement().extracting(Violation::invariant).isEqualTo("I2");
  }

  @Test
  void ownersThatDifferAreReported() {
    var same = new TreeMap<>(Map.of(NodeId.of("n1"), first(), NodeId.of("n2"), first()));
    var different = new TreeMap<>(Map.of(NodeId.of("n1"), first(), NodeId.of("n2"), Siblings.NONE));
    assertThat(Checks.ownersAreEqual(KEY, same)).isEmpty();
    assertThat(Checks.ownersAreEqual(KEY, different)).singleElement().extracting(Violation::invariant).isEqualTo("I6");
  }

  @Test
  void aHintThatStaysIsReported() {
    assertThat(Checks.noHintIsLeft(new TreeMap<>(Map.of(NodeId.of("n1"), 0L)))).isEmpty();
    assertThat(Checks.noHintIsLeft(new TreeMap<>(Map.of(NodeId.of("n1"), 2L))))
        .singleElement().extracting(Violation::invariant).isEqualTo("I14");
  }

  /** Each of the three had seen the one before, and the last is there: the first is accounted for through the second. */
  @Test
  void anAcknowledgedWriteMayBeSupersededThroughOthers() {
    RequestId third = new RequestId(0, 3);
    Siblings second = first().put(Actor.of("n2"), version(SECOND, first().context()));
    Siblings last = second.put(Actor.of("n3"), version(third, CausalContext.EMPTY.with(Dot.of("n2", 1))));
    var writes = List.of(new Write(KEY, FIRST, CausalContext.EMPTY, true), new Write(KEY, SECOND, first().context(), true),
        new Write(KEY, third, CausalContext.EMPTY.with(Dot.of("n2", 1)), true));
    assertThat(Checks.noAcknowledgedWriteIsLost(writes, ledgerOf(first(), second, last), Map.of(KEY, last))).isEmpty();
  }

  @Test
  void aWriteThatVanishedExcusesNobody() {
    Siblings second = first().put(Actor.of("n2"), version(SECOND, first().context()));
    var writes = List.of(new Write(KEY, FIRST, CausalContext.EMPTY, true), new Write(KEY, SECOND, first().context(), false));
    assertThat(Checks.noAcknowledgedWriteIsLost(writes, ledgerOf(first(), second), Map.of()))
        .singleElement().extracting(Violation::text).asString().contains(FIRST.toString());
  }

  @Test
  void aWriteThatNobodySawExcusesOnlyWhereNotEverythingWasSeen() {
    var writes = List.of(new Write(KEY, FIRST, CausalContext.EMPTY, true), new Write(KEY, SECOND, first().context(), false));
    assertThat(lost(writes, ledgerOf(first()), false)).isEmpty();
    assertThat(lost(writes, ledgerOf(first()), true)).hasSize(1);
  }

  private static List<Lost> lost(List<Write> writes, DotLedger ledger, boolean everythingWasSeen) {
    return Checks.provenances(writes, ledger, Map.of(), new Reapings(), everythingWasSeen).get(0).lost();
  }

  /** Its first minter was silent, so it has two dots; only the second was seen by the write that superseded it. */
  @Test
  void aWriteThatWasMintedTwiceIsNotLostWhenEitherIsSuperseded() {
    Siblings again = Siblings.NONE.put(Actor.of("n2"), version(FIRST, CausalContext.EMPTY));
    Siblings second = again.put(Actor.of("n2"), version(SECOND, again.context()));
    var writes = List.of(new Write(KEY, FIRST, CausalContext.EMPTY, true), new Write(KEY, SECOND, again.context(), true));
    assertThat(Checks.noAcknowledgedWriteIsLost(writes, ledgerOf(first(), again, second), Map.of(KEY, second))).isEmpty();
  }

  @Test
  void aVersionThatAnAcknowledgedWriteSupersededIsUndead() {
    Siblings second = first().put(Actor.of("n2"), version(SECOND, first().context()));
    var writes = List.of(new Write(KEY, FIRST, CausalContext.EMPTY, true), new Write(KEY, SECOND, first().context(), true));
    var ledger = ledgerOf(first(), second);
    assertThat(Checks.provenances(writes, ledger, Map.of(KEY, second), new Reapings(), true).get(0).undead()).isEmpty();
    assertThat(Checks.provenances(writes, ledger, Map.of(KEY, first()), new Reapings(), true).get(0).undead())
        .singleElement().extracting(Violation::invariant).isEqualTo("I2");
  }

  @Test
  void aStrangerThatHoldsAKeyIsReported() {
    assertThat(Checks.nobodyElseHolds(KEY, new TreeSet<>())).isEmpty();
    assertThat(Checks.nobodyElseHolds(KEY, new TreeSet<>(List.of(NodeId.of("n5")))))
        .singleElement().extracting(Violation::invariant).isEqualTo("I6");
  }

  /** What a quadratic check could not do in the time of a test. */
  @Test
  void tenThousandWritesOfOneKeyAreJudgedAtOnce() {
    var writes = new ArrayList<Write>();
    var ledger = new DotLedger();
    Siblings record = Siblings.NONE;
    for (int i = 1; i <= 10_000; i++) {
      var request = new RequestId(0, i);
      var past = record.context();
      writes.add(new Write(KEY, request, past, true));
      record = record.put(Actor.of("n" + i % 3), version(request, past));
      ledger.saw(KEY, record);
    }
    assertThat(Checks.noAcknowledgedWriteIsLost(writes, ledger, Map.of(KEY, record))).isEmpty();
    assertThat(Checks.noAcknowledgedWriteIsLost(writes, ledger, Map.of())).hasSize(10_000);
  }
}
