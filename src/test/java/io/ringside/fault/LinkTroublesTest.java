package io.ringside.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringside.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkTroublesTest {
  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");
  private static final NodeId C = NodeId.of("c");
  private static final List<Cut> ALL = List.of();
  private static final List<Cut> A_TO_B = List.of(new Cut(A, B));

  @Test
  void aNamedLinkHasItsOwnOnTopOfWhatAllHave() {
    LinkTroubles troubles = LinkTroubles.NONE.with(ALL, link -> link.withDelay(20)).with(A_TO_B, link -> link.withLoss(0.5));

    assertEquals(new LinkTrouble(0.5, 0, 20), troubles.on(A, B));
    assertEquals(new LinkTrouble(0, 0, 20), troubles.on(B, A));
    assertEquals(List.of("delay 20ms", "loss 50% a->b"), List.copyOf(troubles.names()));
  }

  @Test
  void whatIsSaidOfAllLinksIsSaidOfNamedOnesToo() {
    LinkTroubles troubles = LinkTroubles.NONE.with(A_TO_B, link -> link.withLoss(0.5).withDelay(300))
        .with(ALL, link -> link.withLoss(0.025));

    assertEquals(new LinkTrouble(0.025, 0, 300), troubles.on(A, B));
    assertEquals(List.of("delay 300ms a->b", "loss 2.5%"), List.copyOf(troubles.names()));
  }

  @Test
  void aLinkThatHasWhatAllHaveIsNoExceptionAndNoTroubleIsNone() {
    LinkTroubles troubles = LinkTroubles.NONE.with(A_TO_B, link -> link.withDuplication(0.1));

    assertTrue(troubles.duplicates());
    assertEquals(LinkTroubles.NONE, troubles.with(A_TO_B, link -> LinkTrouble.NONE));
    assertTrue(troubles.with(ALL, link -> LinkTrouble.NONE).isNone());
    assertFalse(troubles.isNone());
  }

  @Test
  void theLastMessageArrivesAfterTheLongestDelay() {
    LinkTroubles troubles = LinkTroubles.NONE.with(ALL, link -> link.withDelay(20)).with(A_TO_B, link -> link.withDelay(300));

    assertEquals(300, troubles.longestDelayMillis());
    assertEquals(0, LinkTroubles.NONE.longestDelayMillis());
    assertEquals(20, troubles.on(C, A).delayMillis());
  }

  @Test
  void whatNoLinkCanHaveIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> LinkTrouble.NONE.withLoss(1.01));
    assertThrows(IllegalArgumentException.class, () -> LinkTrouble.NONE.withDuplication(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> LinkTrouble.NONE.withDelay(-1));
  }
}
