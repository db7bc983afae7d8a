package io.ringside.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.NodeId;
import io.ringside.sim.Link;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom a checker may count on: who is well, and can talk both ways with those who are. */
class MisfortuneTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N3 = NodeId.of("n3");

  private final SimCluster cluster = new SimCluster(3, 1, List.of(), new TraceHash(), logged -> { });
  private final Misfortune misfortune = new Misfortune(cluster, Link.LOCAL, true, lost -> { });

  /** Found by a swarm (seed 1231103): a disk had a hundred accesses to catch up with, and its node was counted on. */
  @Test
  void whoGetsAllAtOnceThatWasHeldBackIsNotWellUntilItIsWorkedOff() {
    cluster.start();
    cluster.runFor(1000);
    assertThat(misfortune.wellAround(N1)).isEqualTo(3);

    misfortune.befall(Deed.at(1000, Act.CLOG, "n2", "n3"));
    assertThat(misfortune.wellAround(N1)).isEqualTo(3);
    assertThat(misfortune.wellAround(N3)).as("n2 does not reach it").isEqualTo(2);

    misfortune.befall(Deed.at(1000, Act.UNCLOG, "n2", "n3"));
    assertThat(misfortune.wellAround(N1)).isEqualTo(2);
    assertThat(misfortune.wellAround(N3)).isZero();

    cluster.runFor(4000);
    assertThat(misfortune.wellAround(N1)).isEqualTo(3);
    assertThat(misfortune.wellAround(N3)).isEqualTo(3);
  }

  /** Found by a swarm (seed 1250534): a disk that was stalled again while it was hung longer than its node was thought unwell. */
  @Test
  void aDiskThatIsStalledTwiceAtATimeHangsForTheSumOfBoth() {
    cluster.start();
    cluster.runFor(1000);
    misfortune.befall(Deed.at(1000, Act.STALL, "n3", "6000"));
    misfortune.befall(Deed.at(1000, Act.STALL, "n3", "5000"));
    assertThat(cluster.diskStallsForMillis(N3)).isBetween(10_900L, 11_000L);
    cluster.runFor(10_500);
    assertThat(cluster.diskStallsForMillis(N3)).isPositive();
    assertThat(misfortune.wellAround(N1)).isEqualTo(2);
    cluster.runFor(5000);
    assertThat(cluster.diskStallsForMillis(N3)).isZero();
    assertThat(misfortune.wellAround(N1)).isEqualTo(3);
  }

  /** Found by a swarm (seed 1272872): a node had served for 0.3 s when a peer told it that its disk was new. */
  @Test
  void whoFindsLateThatItHasLostAPastIsNotWellUntilItHasANewStartNumber() {
    cluster.start();
    cluster.runFor(1000);
    long before = misfortune.changes();
    misfortune.foundLoss(N3);
    assertThat(misfortune.changes()).as("what is under way may meet it").isGreaterThan(before);
    assertThat(misfortune.wellAround(N1)).isEqualTo(2);
    cluster.runFor(4000);
    assertThat(misfortune.wellAround(N1)).isEqualTo(3);
  }
}
