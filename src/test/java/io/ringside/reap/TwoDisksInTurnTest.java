package io.ringside.reap;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.operation.Found;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.version.Content;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two disks of a node are used in turn, and each is in a start of the same number, of which the same peer never hears twice. */
class TwoDisksInTurnTest {
  private static final Key CART = Key.of("cart");
  private static final long PATIENCE_MILLIS = 5000;

  private final SimCluster cluster = new SimCluster(3, 1,
      List.of("cluster.partitions=8", "deletes.reapAfterSeconds=5", "deletes.periodMillis=500"), new TraceHash(), logged -> { });

  @Test
  void whatTheFirstHadMintedIsNotBackAfterItsDeleteWasReaped() {
    cluster.start();
    NodeId twice = NodeId.of("n1");
    NodeId ignorant = NodeId.of("n2");
    NodeId witness = NodeId.of("n3");
    cluster.crash(ignorant);
    cluster.crash(twice);
    restart(twice); // Start 2: the witness hears of it, and nobody else.
    cluster.runFor(5_000);
    cluster.await(cluster.client(twice).put(CART, Content.text("milk")), PATIENCE_MILLIS);
    cluster.runFor(2_000);
    cluster.crash(twice);
    cluster.crash(witness);
    cluster.snapshot(twice);
    cluster.wipe(twice);
    restart(ignorant);
    restart(twice); // On an empty disk, and the only one who is there remembers start 1: so start 2 it is again.
    cluster.runFor(5_000);
    restart(witness);
    cluster.runFor(20_000);
    cluster.await(cluster.client(witness).delete(CART), PATIENCE_MILLIS);
    cluster.runFor(60_000);
    nothingIsLeft();
    cluster.crash(twice);
    cluster.rollBack(twice);
    restart(twice);
    cluster.runFor(30_000);
    nothingIsLeft();
    assertThat(cluster.await(cluster.client(ignorant).get(CART), PATIENCE_MILLIS).kind()).isEqualTo(Found.Kind.NOT_FOUND);
  }

  private void restart(NodeId node) {
    cluster.await(cluster.restart(node), PATIENCE_MILLIS);
  }

  private void nothingIsLeft() {
    assertThat(cluster.owners(CART).values()).allMatch(siblings -> siblings.isEmpty());
    assertThat(cluster.owners(CART).values()).allMatch(siblings -> siblings.context().isEmpty());
  }
}
