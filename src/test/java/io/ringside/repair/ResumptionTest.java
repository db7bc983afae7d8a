package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.merkle.TreeId;
import io.ringside.storage.StoreKeys;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumptionTest {
  private static final NodeId PEER = NodeId.of("a");
  private static final NodeId OTHER = NodeId.of("b");
  private static final TreeId ONE = new TreeId(0, 3);
  private static final TreeId TWO = new TreeId(1, 2);
  private static final TreeId THREE = new TreeId(1, 3);
  private static final List<TreeId> TREES = List.of(ONE, TWO, THREE);

  private final Resumption resumption = new Resumption();

  private List<TreeId> left(NodeId peer) {
    return Resumption.behind(resumption.placeFor(peer, TREES), TREES);
  }

  @Test
  void theFirstExchangeIsAboutAllTrees() {
    assertThat(left(PEER)).isEqualTo(TREES);
  }

  @Test
  void whatEndedInATreeGoesOnInIt() {
    Bytes place = StoreKeys.merkle(TWO, 7, Bytes.utf8("record"));
    resumption.endedAt(PEER, place);
    assertThat(left(PEER)).containsExactly(TWO, THREE);
    assertThat(resumption.placeFor(PEER, TREES)).isEqualTo(place);
  }

  @Test
  void whatEndedWithATreeGoesOnWithTheNextOneAndAfterTheLastWithTheFirst() {
    resumption.endedWith(PEER, TWO);
    assertThat(left(PEER)).containsExactly(THREE);
    resumption.endedWith(PEER, THREE);
    assertThat(left(PEER)).isEqualTo(TREES);
    assertThat(resumption.placeFor(PEER, TREES)).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void eachOtherOwnerHasItsOwnPlaceUntilAnExchangeComesToItsEnd() {
    resumption.endedWith(PEER, ONE);
    assertThat(left(PEER)).containsExactly(TWO, THREE);
    assertThat(left(OTHER)).isEqualTo(TREES);
    resumption.ended(PEER);
    assertThat(left(PEER)).isEqualTo(TREES);
  }
}
