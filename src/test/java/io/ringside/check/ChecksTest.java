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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
}
