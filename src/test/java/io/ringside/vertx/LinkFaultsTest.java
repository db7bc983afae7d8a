package io.ringside.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringside.NodeId;
import io.ringside.fault.Cut;
import io.ringside.fault.FaultPlan;
import io.ringside.fault.LinkTroubles;
import io.ringside.vertx.LinkFaults.Fate;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkFaultsTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final BusAddress AT_N1 = BusAddress.replica(N1);
  private static final BusAddress AT_N2 = BusAddress.replica(N2);
  private static final BusAddress OUTSIDE = new BusAddress(N1, BusAddress.OUTSIDE);

  private FaultPlan plan = FaultPlan.NONE;
  private LinkTroubles troubles = LinkTroubles.NONE;
  private final LinkFaults faults = new LinkFaults(() -> plan, () -> troubles);

  @Test
  void oneDirectionIsBadAndTheOtherWorks() {
    troubles = troubles.with(List.of(new Cut(N1, N2)), link -> link.withLoss(1));

    assertEquals(Fate.LOST, faults.fateOf(AT_N1, AT_N2));
    assertEquals(Fate.DELIVERED, faults.fateOf(AT_N2, AT_N1));
  }

  @Test
  void whatANodeTellsItselfIsNeitherLostNorLate() {
    troubles = troubles.with(List.of(), link -> link.withLoss(1).withDelay(200));

    assertEquals(Fate.DELIVERED, faults.fateOf(AT_N1, BusAddress.coordinator(N1)));
  }

  @Test
  void delaysOfOneLinkAndOfAllAddUp() {
    plan = plan.withExtraDelay(20);
    troubles = troubles.with(List.of(new Cut(N1, N2)), link -> link.withDelay(200));

    assertEquals(Fate.LATE, faults.fateOf(AT_N1, AT_N2));
    assertEquals(220, faults.lateMillis(AT_N1, AT_N2));
    assertEquals(20, faults.lateMillis(AT_N2, AT_N1));
  }

  @Test
  void noLinkLeadsOutside() {
    plan = plan.withCut(N2, N1);
    troubles = troubles.with(List.of(), link -> link.withLoss(1));

    assertEquals(Fate.LOST, faults.fateOf(AT_N2, AT_N1));
    assertEquals(Fate.DELIVERED, faults.fateOf(AT_N2, OUTSIDE));
    plan = plan.withSilenced(N2);
    assertEquals(Fate.LOST, faults.fateOf(AT_N2, OUTSIDE));
  }
}
