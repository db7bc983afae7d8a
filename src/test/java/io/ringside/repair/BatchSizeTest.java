package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.config.NodeConfig;
import org.junit.jupiter.api.Test;

class BatchSizeTest {
  private final BatchSize batches = new BatchSize(
      NodeConfig.of("node.name=n1", "repair.batchLimit=6", "repair.batchMillis=10").repair());

  @Test
  void itGrowsByOneWhileFullBatchesAreInTime() {
    assertThat(batches.size()).isEqualTo(1);
    batches.took(1, 10);
    batches.took(2, 3);
    assertThat(batches.size()).isEqualTo(3);
  }

  @Test
  void itNeverPassesTheLimit() {
    inTime(50);
    assertThat(batches.size()).isEqualTo(6);
  }

  @Test
  void aBatchThatWasNotFullShowsNothingOfALargerOne() {
    inTime(3);
    batches.took(2, 0);
    assertThat(batches.size()).isEqualTo(4);
  }

  @Test
  void itHalvesWithEachLateBatchAndOneKeyIsAlwaysRepaired() {
    inTime(50);
    batches.took(6, 11);
    assertThat(batches.size()).isEqualTo(3);
    batches.took(1, 500);
    batches.took(1, 500);
    batches.took(1, 500);
    assertThat(batches.size()).isEqualTo(1);
  }

  private void inTime(int often) {
    for (int i = 0; i < often; i++) {
      batches.took(batches.size(), 0);
    }
  }
}
