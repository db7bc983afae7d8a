package io.ringside.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.ByteWriter;
import io.ringside.message.DiskStart;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeStateTest {
  private static final long DISK = 7;
  private static final NodeState STATE = new NodeState(9, 9, false, true, DISK, 3);

  @Test
  void whatAnEarlierBuildWroteIsOfNoDrawnDisk() {
    var bytes = new ByteWriter().u8(1).varLong(9).varLong(8).bool(true).bool(false).toBytes();
    assertThat(NodeState.decode(bytes)).isEqualTo(new NodeState(9, 8, true, false, 0, 10));
  }

  @Test
  void itIsReadAsItWasWritten() {
    assertThat(NodeState.decode(STATE.encode())).isEqualTo(STATE);
  }

  @Test
  void onTheSameDiskStartsAfterTheRaiseAreCertain() {
    assertThat(STATE.certainSince(9, raised(DISK, 4))).isEqualTo(5);
    assertThat(STATE.certainSince(9, raised(DISK, 12))).as("what this life has minted").isEqualTo(9);
  }

  @Test
  void afterAnotherDiskAllIsCertainIfItsStartsWereNoHigher() {
    assertThat(STATE.certainSince(9, raised(8, 2))).isEqualTo(3);
    assertThat(STATE.certainSince(9, raised(8, 6))).as("nobody knows which of the two disks came first").isEqualTo(6);
  }

  @Test
  void whereNobodyKnowsOnlyThisLifeIsCertain() {
    assertThat(STATE.certainSince(9, Optional.empty())).isEqualTo(9);
  }

  @Test
  void aNumberThatMayBeAnotherDisksIsLeftForTheNextAndNothingCountsAsLost() {
    NodeState next = STATE.above(STATE.start());
    assertThat(next.start()).isEqualTo(STATE.start() + 1);
    assertThat(next).isEqualTo(new NodeState(
        STATE.start() + 1, STATE.trustedSince(), STATE.amnesiac(), STATE.running(), STATE.disk(), STATE.diskSince()));
  }

  private static Optional<DiskStart> raised(long disk, long start) {
    return Optional.of(new DiskStart(disk, start));
  }
}
