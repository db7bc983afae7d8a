package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.merkle.TreeId;
import io.ringside.message.RepairReport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What an operator is told of a difference from its beginning to its end. */
class DivergenceTest {
  private static final TreeId ONE = new TreeId(1, 3);
  private static final TreeId TWO = new TreeId(2, 3);

  private final Divergence divergence = new Divergence();

  private RepairReport.Difference at(long nowMillis) {
    return divergence.report(nowMillis);
  }

  @Test
  void aWriteOnItsWayIsNoDivergence() {
    divergence.differs(ONE, 100);
    divergence.found(ONE, 1, 50, true);
    divergence.settling(200);
    divergence.equal(ONE, 50, false);
    divergence.settled();
    assertThat(at(300)).isEqualTo(new RepairReport.Difference(
        1, 0, 0, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()));
    assertThat(divergence.equal(List.of(ONE), 400)).isEmpty();
    assertThat(at(400)).isEqualTo(RepairReport.Difference.NONE);
  }

  @Test
  void itLastsFromTheFirstDifferenceUntilAllIsEqual() {
    divergence.differs(ONE, 100);
    divergence.differs(TWO, 150);
    divergence.found(ONE, 2, 70, true);
    divergence.found(TWO, 1, 30, true);
    assertThat(at(160).openMillis()).isEmpty();
    divergence.settling(200);
    divergence.equal(ONE, 40, true);
    divergence.equal(TWO, 30, true);
    assertThat(at(300).openMillis()).hasValue(200);
    assertThat(at(300).keys()).isEqualTo(1);
    assertThat(at(300).bytes()).isEqualTo(30);
    divergence.settled();
    assertThat(divergence.equal(List.of(ONE), 400)).isEmpty();
    assertThat(at(450).openMillis()).hasValue(350);
    assertThat(divergence.equal(List.of(TWO), 500)).isEqualTo(Optional.of(new Divergence.Over(400, 2, 70)));
    assertThat(at(600)).isEqualTo(new RepairReport.Difference(
        0, 0, 0, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(400)));
  }

  @Test
  void aTreeThatOnlyDiffersForAMomentDoesNotProlongIt() {
    divergence.differs(ONE, 100);
    divergence.found(ONE, 1, 10, true);
    divergence.equal(ONE, 10, true);
    divergence.differs(TWO, 900);
    assertThat(divergence.equal(List.of(ONE), 1000)).isEqualTo(Optional.of(new Divergence.Over(900, 1, 10)));
    assertThat(at(1000).trees()).isEqualTo(1);
    assertThat(at(1000).openMillis()).isEmpty();
  }

  /** It stays in sight, although nothing could be repaired. */
  @Test
  void whatCannotBeLookedAtIsOpen() {
    divergence.differs(ONE, 100);
    divergence.found(ONE, 1, 10, true);
    divergence.diverged(ONE);
    assertThat(at(5100).openMillis()).hasValue(5000);
    assertThat(at(5100).keys()).isEqualTo(1);
  }

  @Test
  void whatIsLeftTakesAsLongAsItGoesNow() {
    divergence.differs(ONE, 0);
    divergence.found(ONE, 100, 1000, true);
    divergence.settling(1000);
    settle(9);
    assertThat(at(2000).leftMillis()).isEmpty();
    settle(11);
    assertThat(at(3000).leftMillis()).hasValue(8000);
    divergence.settled();
    assertThat(at(3000).leftMillis()).isEmpty();
  }

  @Test
  void nobodyTellsHowLongWhatIsNotCountedTakes() {
    divergence.differs(ONE, 0);
    divergence.differs(TWO, 0);
    divergence.found(ONE, 100, 1000, true);
    divergence.settling(1000);
    settle(50);
    assertThat(at(2000).leftMillis()).isEmpty();
    divergence.found(TWO, 100, 1000, false);
    assertThat(at(2000).leftMillis()).isEmpty();
  }

  private void settle(int keys) {
    for (int i = 0; i < keys; i++) {
      divergence.equal(ONE, 10, true);
    }
  }
}
