package io.ringside.reap;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.operation.Found;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.version.Content;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two of three disks are from before a reaping, and only the third node, which is away, can tell them. What the two have acknowledged
 * since must stay, what was reaped must not come back.
 */
class PutBackQuorumTest {
  private static final Key CART = Key.of("cart");
  private static final long PATIENCE_MILLIS = 5000;
  private static final long SLOW_MILLIS = 60_000;

  private final SimCluster cluster = new SimCluster(3, 7,
      List.of("cluster.partitions=8", "deletes.reapAfterSeconds=5", "deletes.periodMillis=500"), new TraceHash(), logged -> { });
  private final List<NodeId> all = cluster.nodes();
  private final List<NodeId> two = all.subList(0, 2);
  private final NodeId third = all.get(2);

  /** Found by a reviewer: with a restart between, of 20 acknowledged writes none was left. */
  @ParameterizedTest
  @CsvSource({"false, 0", "false, 1", "false, 2", "true, 0", "true, 1", "true, 2"})
  void whatWasAcknowledgedSinceStays(boolean emptied, int restarts) {
    cluster.start();
    put(CART, "milk");
    cluster.runFor(2000);
    two.forEach(cluster::snapshot);
    reap();
    all.forEach(this::stop);
    two.forEach(emptied ? cluster::wipe : cluster::rollBack);
    two.forEach(this::start);
    cluster.runFor(20_000);
    List<Key> keys = IntStream.range(0, 1000).mapToObj(i -> Key.of("k" + i))
        .filter(key -> cluster.ring().partitionOf(key) == cluster.ring().partitionOf(CART)).limit(20).toList();
    keys.forEach(key -> put(key, "acknowledged"));
    cluster.runFor(5000);
    for (int i = 0; i < restarts; i++) {
      two.forEach(this::startAgain);
    }
    start(third);
    cluster.runFor(60_000);
    nothingIsLeft();
    assertThat(keys).allSatisfy(key -> assertThat(kindOf(key)).isEqualTo(Found.Kind.VALUE));
  }

  /** What both disks say is the same as above; but here the start that minted the value was before the reaping. */
  @Test
  void whatWasMintedInAnEarlierStartAndReapedDoesNotComeBack() {
    cluster.start();
    stop(third);
    two.forEach(this::startAgain);
    put(CART, "milk");
    cluster.runFor(2000);
    two.forEach(this::stop);
    two.forEach(cluster::snapshot);
    two.forEach(this::start);
    start(third);
    cluster.runFor(20_000);
    reap();
    all.forEach(this::stop);
    two.forEach(cluster::rollBack);
    two.forEach(this::start);
    two.forEach(this::startAgain);
    start(third);
    cluster.runFor(60_000);
    nothingIsLeft();
  }

  /** A disk that is emptied and then, after a reaping, replaced by its old self has been in fewer starts than the reaping. */
  @Test
  void aDiskThatReturnsAfterAnEmptyOneBringsNothingBack() {
    cluster.start();
    put(CART, "milk");
    cluster.runFor(2000);
    two.forEach(cluster::snapshot);
    two.forEach(this::stop);
    two.forEach(cluster::wipe);
    two.forEach(this::start);
    cluster.runFor(30_000);
    reap();
    all.forEach(this::stop);
    two.forEach(cluster::rollBack);
    two.forEach(this::start);
    two.forEach(this::startAgain);
    start(third);
    cluster.runFor(60_000);
    nothingIsLeft();
  }

  private void reap() {
    cluster.await(cluster.client(all.get(0)).delete(CART), PATIENCE_MILLIS);
    cluster.runFor(20_000);
    nothingIsLeft();
  }

  private void put(Key key, String value) {
    cluster.await(cluster.client(all.get(0)).put(key, Content.text(value)), PATIENCE_MILLIS);
  }

  private Found.Kind kindOf(Key key) {
    return cluster.await(cluster.client(all.get(1)).get(key), PATIENCE_MILLIS).kind();
  }

  private void stop(NodeId node) {
    cluster.await(cluster.stop(node), PATIENCE_MILLIS);
  }

  private void start(NodeId node) {
    cluster.await(cluster.restart(node), SLOW_MILLIS);
  }

  private void startAgain(NodeId node) {
    stop(node);
    start(node);
    cluster.runFor(5000);
  }

  private void nothingIsLeft() {
    assertThat(cluster.owners(CART).values()).allMatch(siblings -> siblings.isEmpty());
  }
}
