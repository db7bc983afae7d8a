package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.fault.FaultPlan;
import io.ringside.message.Request;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.version.Content;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A node that has thrown away what it had of a partition says so until all of it is back. */
class RecoveredTooSoonTest {
  private static final Key CART = Key.of("cart");
  private static final long PATIENCE_MILLIS = 5000;
  private static final long SLOW_MILLIS = 60_000;

  private final SimCluster cluster = new SimCluster(3, 7, List.of("cluster.partitions=8", "deletes.reapAfterSeconds=5",
      "deletes.periodMillis=500", "repair.periodMillis=500"), new TraceHash(), logged -> { });

  /** Found by a reviewer: what was compared before, or while the slow disk forgot, made the node call itself whole. */
  @Test
  void whoHasForgottenIsAmnesiacUntilItIsFilled() {
    cluster.start();
    List<NodeId> all = cluster.nodes();
    NodeId old = all.get(2);
    List<Key> keys = IntStream.range(0, 10_000).mapToObj(i -> Key.of("k" + i))
        .filter(key -> cluster.ring().partitionOf(key) == cluster.ring().partitionOf(CART)).limit(200).toList();
    keys.forEach(key -> put(all.get(0), key));
    cluster.runFor(5000);
    cluster.snapshot(old);
    put(all.get(0), CART);
    cluster.await(cluster.client(all.get(0)).delete(CART), PATIENCE_MILLIS);
    cluster.runFor(20_000);
    cluster.crash(old);
    cluster.rollBack(old);
    cluster.setFaults(FaultPlan.NONE.partition(List.of(all.subList(0, 2), List.of(old))));
    cluster.setDiskLatency(400_000);
    cluster.await(cluster.restart(old), SLOW_MILLIS);
    cluster.runFor(5000);
    cluster.setFaults(FaultPlan.NONE);
    cluster.runFor(10_000);
    for (int i = 0; i < 300; i++) {
      cluster.client(all.get(0)).get(keys.get(i % keys.size()));
      cluster.runFor(100);
      long missing = keys.stream().filter(key -> cluster.owners(key).get(old).isEmpty()).count();
      assertThat(missing == 0 || isAmnesiac(old)).as("%s ms: %s records are missing", i * 100, missing).isTrue();
    }
  }

  private boolean isAmnesiac(NodeId node) {
    return cluster.await(cluster.ask(node, new Request.ShowStatus()), PATIENCE_MILLIS).amnesiac();
  }

  private void put(NodeId via, Key key) {
    cluster.await(cluster.client(via).put(key, Content.text("milk")), PATIENCE_MILLIS);
  }
}
