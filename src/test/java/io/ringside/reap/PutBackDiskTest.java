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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory from before a delete that was reaped is put back, and its node starts first: nobody can tell it. */
class PutBackDiskTest {
  private static final Key CART = Key.of("cart");
  private static final long PATIENCE_MILLIS = 5000;
  private static final long SLOW_MILLIS = 60_000;

  private static SimCluster cluster(int nodes, long seed) {
    var cluster = new SimCluster(nodes, seed,
        List.of("cluster.partitions=8", "deletes.reapAfterSeconds=5", "deletes.periodMillis=500"), new TraceHash(), logged -> { });
    cluster.start();
    return cluster;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noQuorumReadsFromItWhatWasDeleted(long seed) {
    SimCluster cluster = cluster(3, seed);
    List<NodeId> all = cluster.nodes();
    NodeId old = all.get(2);
    cluster.await(cluster.client(all.get(0)).put(CART, Content.text("milk")), PATIENCE_MILLIS);
    cluster.runFor(2000);
    cluster.snapshot(old);
    cluster.await(cluster.client(all.get(0)).delete(CART), PATIENCE_MILLIS);
    cluster.runFor(20_000);
    all.forEach(node -> cluster.await(cluster.stop(node), PATIENCE_MILLIS));
    cluster.rollBack(old);
    cluster.await(cluster.restart(old), PATIENCE_MILLIS);
    cluster.runFor(2000);
    restart(cluster, all.subList(0, 2));
    for (int i = 0; i < 50; i++) {
      Found found = cluster.await(cluster.client(all.get(i % 2)).get(CART), PATIENCE_MILLIS);
      assertThat(found.kind()).as("read %s", i).isEqualTo(Found.Kind.NOT_FOUND);
      cluster.runFor(100);
    }
    nothingIsLeft(cluster);
  }

  /** Found by a reviewer: while the disk forgot, slowly, the hint was already sent in the new era's name. */
  @Test
  void noHintFromItBringsBackWhatWasDeleted() {
    SimCluster cluster = cluster(5, 6);
    List<NodeId> walk = cluster.ring().preferenceList(CART, 3).nodes();
    NodeId owner = walk.get(2);
    NodeId keeper = walk.get(3);
    cluster.crash(owner);
    cluster.runFor(20_000);
    cluster.await(cluster.client(walk.get(0)).put(CART, Content.text("milk")), PATIENCE_MILLIS);
    cluster.runFor(2000);
    cluster.snapshot(keeper);
    restart(cluster, List.of(owner));
    cluster.runFor(20_000);
    cluster.await(cluster.client(walk.get(0)).delete(CART), PATIENCE_MILLIS);
    cluster.runFor(20_000);
    nothingIsLeft(cluster);
    walk.forEach(node -> cluster.await(cluster.stop(node), PATIENCE_MILLIS));
    cluster.rollBack(keeper);
    cluster.setDiskLatency(200_000);
    cluster.await(cluster.restart(keeper), SLOW_MILLIS);
    cluster.setDiskLatency(200);
    restart(cluster, walk.stream().filter(node -> !node.equals(keeper)).toList());
    for (int i = 0; i < 300; i++) {
      cluster.runFor(100);
      nothingIsLeft(cluster);
    }
  }

  private static void restart(SimCluster cluster, List<NodeId> nodes) {
    nodes.forEach(node -> cluster.await(cluster.restart(node), PATIENCE_MILLIS));
  }

  private static void nothingIsLeft(SimCluster cluster) {
    assertThat(cluster.owners(CART).values()).allMatch(siblings -> siblings.isEmpty());
  }
}
