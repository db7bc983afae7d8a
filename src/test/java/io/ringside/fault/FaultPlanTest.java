package io.ringside.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringside.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final NodeId A = NodeId.of("a");
  private static final NodeId B = NodeId.of("b");
  private static final NodeId C = NodeId.of("c");

  @Test
  void aCutBlocksOneDirectionOnly() {
    FaultPlan plan = FaultPlan.NONE.withCut(A, B);
    assertTrue(plan.blocks(A, B));
    assertFalse(plan.blocks(B, A));
  }

  @Test
  void aPartitionCutsBothWaysBetweenGroupsAndLeavesOthersAlone() {
    FaultPlan plan = FaultPlan.NONE.partition(List.of(List.of(A), List.of(B)));
    assertTrue(plan.blocks(A, B));
    assertTrue(plan.blocks(B, A));
    assertFalse(plan.blocks(A, C));
    assertFalse(plan.blocks(C, B));
  }

  @Test
  void aSilencedNodeDoesNotEvenReachItself() {
    FaultPlan plan = FaultPlan.NONE.withSilenced(A);
    assertTrue(plan.blocks(A, A));
    assertTrue(plan.blocks(B, A));
    assertTrue(plan.blocks(A, B));
    assertEquals(FaultPlan.NONE, plan.withoutSilenced(A));
  }

  @Test
  void healingMendsTheNetworkAndLeavesSilencedNodesSilent() {
    FaultPlan plan = FaultPlan.NONE.withSilenced(A).withCut(B, C).withLoss(0.5).withExtraDelay(10).heal();
    assertEquals(FaultPlan.NONE.withSilenced(A), plan);
  }

  @Test
  void impossibleValuesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> FaultPlan.NONE.withLoss(1.1));
    assertThrows(IllegalArgumentException.class, () -> FaultPlan.NONE.withLoss(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> FaultPlan.NONE.withExtraDelay(-1));
    assertThrows(IllegalArgumentException.class, () -> FaultPlan.NONE.withCut(A, A));
  }
}
