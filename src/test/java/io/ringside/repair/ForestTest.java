package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.config.NodeConfig;
import io.ringside.merkle.MerkleTree;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ForestTest {
  private static final NodeConfig CONFIG = NodeConfig.of("node.name=n1", "cluster.members=n1=127.0.0.1:1", "quorum.n=1",
      "quorum.r=1", "quorum.w=1", "cluster.partitions=4");
  private static final Siblings RECORD = Siblings.NONE.put(
      Actor.of("n1"), new Version(CausalContext.EMPTY, RequestId.NONE, 0, Optional.of(Content.text("milk"))));

  private final Forest forest =
      new Forest(CONFIG, ConsistentHashRing.founding(new TreeSet<>(CONFIG.roster()), 4, 1));

  /** As a start does that forgets records whose digests were lost with a damaged store. */
  @Test
  void treesOfNothingAreEmptyWhateverWasTakenOutOfThemBefore() {
    Place place = forest.placeOf(Key.of("cart"));
    forest.doubt();
    forest.began(place);
    forest.ended(place, place.move(RECORD, Siblings.NONE));
    assertThat(forest.tree(place.tree())).isNotEqualTo(MerkleTree.EMPTY);
    forest.trustEmpty();
    assertThat(forest.tree(place.tree())).isEqualTo(MerkleTree.EMPTY);
    assertThat(forest.isInDoubt()).isFalse();
  }
}
