package io.ringside.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of which start number a node can be sure that no other disk of it ever had it. */
class AcquaintanceTest {
  private static final NodeId P2 = NodeId.of("n2");
  private static final NodeId P3 = NodeId.of("n3");

  private final Acquaintance acquaintance = new Acquaintance(List.of(P2, P3));

  @Test
  void whoIsAloneHasNobodyToAsk() {
    assertThat(new Acquaintance(List.of()).isOnlyOneIn(1)).isTrue();
  }

  @Test
  void nobodyIsSureBeforeAllHaveBeenMet() {
    acquaintance.met(P2);
    assertThat(acquaintance.isOnlyOneIn(4)).isFalse();
    assertThat(acquaintance.strangers()).containsExactly(P3);
    acquaintance.met(P3);
    assertThat(acquaintance.isOnlyOneIn(4)).isTrue();
  }

  @Test
  void whoIsMetLateAndRemembersTheNumberLeavesItInDoubt() {
    acquaintance.met(P2);
    acquaintance.metLate(P3, 4);
    assertThat(acquaintance.isOnlyOneIn(4)).isFalse();
    assertThat(acquaintance.isOnlyOneIn(acquaintance.remembered() + 1)).isTrue();
  }

  @Test
  void whoIsMetLateAndRemembersLessDoesNot() {
    acquaintance.met(P2);
    acquaintance.metLate(P3, 3);
    assertThat(acquaintance.isOnlyOneIn(4)).isTrue();
  }

  @Test
  void whoWasMetInTimeMayHaveHeardOfItSince() {
    acquaintance.met(P2);
    acquaintance.met(P3);
    acquaintance.metLate(P3, 4);
    assertThat(acquaintance.isOnlyOneIn(4)).isTrue();
  }
}
