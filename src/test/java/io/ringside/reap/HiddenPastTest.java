package io.ringside.reap;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.sim.Damage;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.version.Content;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A disk from before a delete that was reaped is put back, and a broken block hides from its node what it has to forget. */
class HiddenPastTest {
  private static final Key CART = Key.of("cart");
  private static final long PATIENCE_MILLIS = 5000;

  private final List<Event> events = new ArrayList<>();
  private final SimCluster cluster = new SimCluster(3, 4,
      List.of("cluster.partitions=8", "deletes.reapAfterSeconds=5", "deletes.periodMillis=500"), new TraceHash(),
      logged -> events.add(logged.event()));

  @Test
  void itIsMendedBeforeItForgets() {
    cluster.start();
    NodeId old = NodeId.of("n3");
    cluster.await(cluster.stop(old), PATIENCE_MILLIS);
    cluster.await(cluster.restart(old), PATIENCE_MILLIS); // Every other life ends with a disk that is mended in any case.
    cluster.await(cluster.client(old).put(CART, Content.text("milk")), PATIENCE_MILLIS);
    cluster.runFor(2000);
    cluster.snapshot(old);
    cluster.await(cluster.client(old).delete(CART), PATIENCE_MILLIS);
    cluster.runFor(20_000);
    cluster.crash(old);
    cluster.rollBack(old);
    cluster.damageOneRecord(old, Damage.FLIPPED);
    cluster.await(cluster.restart(old), PATIENCE_MILLIS);
    assertThat(events).filteredOn(Event.StoreMended.class::isInstance).hasSize(1);
    cluster.runFor(30_000);
    assertThat(cluster.owners(CART).values()).allMatch(siblings -> siblings.isEmpty());
    assertThat(cluster.isWhole(old)).isTrue();
  }
}
