package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.env.Transport;
import io.ringside.event.Event;
import io.ringside.message.Failure;
import io.ringside.message.Inspection;
import io.ringside.message.Request;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import io.ringside.version.Content;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Three nodes that own everything; one has lost its disk, and something does not get through to it. Found by a reviewer. */
class StuckRecordTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N3 = NodeId.of("n3");
  private static final long PATIENCE_MILLIS = 5000;
  private static final int BYTES_PER_MILLI = 2000;
  private static final int LARGE = 4 << 20;

  private final List<Event> events = new ArrayList<>();
  private SimCluster cluster;

  /** In the order in which they are repaired. */
  private List<Key> keys;

  private Predicate<Request<?>> stuck = request -> false;

  private final Wiring wiring = new Wiring() {
    @Override
    public Transport transport(NodeId self, Transport transport) {
      return new Transport() {
        @Override
        public <R> Future<R> send(NodeId to, Request<R> request, long limitMillis) {
          return !to.equals(self) && (stuck.test(request) || limitMillis < bytesIn(request) / BYTES_PER_MILLI)
              ? Future.failedFuture(new Failure.Unreachable("it takes too long"))
              : transport.send(to, request, limitMillis).compose(answer -> limitMillis < bytesOf(answer) / BYTES_PER_MILLI
                  ? Future.failedFuture(new Failure.Unreachable("the answer takes too long")) : Future.succeededFuture(answer));
        }
      };
    }
  };

  private static long bytesIn(Request<?> request) {
    return request instanceof Request.Store store && store.reason() == Request.Store.Reason.ANTI_ENTROPY
        ? bytesOf(store.siblings()) : 0;
  }

  private static long bytesOf(Object answer) {
    return answer instanceof Inspection inspection ? bytesOf(inspection.own().siblings()) : 0;
  }

  private static long bytesOf(Siblings siblings) {
    return siblings.versions().values().stream().mapToLong(version -> version.content().orElseThrow().body().size()).sum();
  }

  private void start(String... settings) {
    var all = new ArrayList<>(List.of("cluster.partitions=8", "hints.maxCount=1", "limits.valueBytes=" + LARGE,
        "limits.recordBytes=" + 2 * LARGE));
    all.addAll(List.of(settings));
    cluster = new SimCluster(3, 7, all, wiring, new TraceHash(), logged -> events.add(logged.event()));
    cluster.start();
    var forest = new Forest(NodeConfig.of("node.name=n1", "cluster.members=n1=h:1,n2=h:2,n3=h:3", "cluster.partitions=8"), cluster.ring());
    keys = IntStream.range(0, 200).mapToObj(i -> Key.of("key-" + i))
        .sorted(Comparator.comparing(key -> forest.placeOf(key).entry())).toList();
    keys.forEach(key -> cluster.await(cluster.client(N1).put(key, Content.text("acked")), PATIENCE_MILLIS));
  }

  private void loseDisk() {
    cluster.runFor(5000);
    cluster.crash(N3);
    cluster.wipe(N3);
    cluster.await(cluster.restart(N3), PATIENCE_MILLIS);
  }

  private static boolean isStuck(Request<?> request, Set<Key> stuck) {
    return (request instanceof Request.Store || request instanceof Request.Inspect)
        && stuck.contains(((Request.Keyed<?>) request).key());
  }

  private List<Key> missing() {
    return keys.stream().filter(key -> cluster.owners(key).get(N3).isEmpty()).toList();
  }

  @Test
  void oneRecordThatNeverGetsThroughHoldsUpNoOther() {
    start();
    Key lost = keys.get(0);
    loseDisk();
    stuck = request -> isStuck(request, Set.of(lost));
    cluster.runFor(120_000);
    assertThat(missing()).containsExactly(lost);
    assertThat(events).contains(new Event.BackgroundFailed("repair " + lost, "it takes too long"));
    stuck = request -> false;
    cluster.runFor(30_000);
    assertThat(missing()).isEmpty();
  }

  /** As many as are remembered in an exchange, and all of them before all others. */
  @Test
  void manyThatNeverGetThroughHoldUpNoOther() {
    start("repair.keysLimit=10", "repair.dutyPercent=100");
    var lost = new TreeSet<>(keys.subList(0, 20));
    loseDisk();
    stuck = request -> isStuck(request, lost);
    cluster.runFor(600_000);
    assertThat(missing()).containsExactlyInAnyOrderElementsOf(lost);
  }

  @Test
  void aTreeThatCannotBeGoneDownHoldsUpNoOther() {
    start();
    int partition = cluster.ring().partitionOf(keys.get(0));
    loseDisk();
    stuck = request -> request instanceof Request.ShowEntries show && show.tree().partition() == partition;
    cluster.runFor(120_000);
    assertThat(missing()).isNotEmpty().allMatch(key -> cluster.ring().partitionOf(key) == partition);
  }

  /** Four megabytes at two a second take two seconds, and a replica is silent after half a second. */
  @Test
  void aLargeRecordHasTheTimeThatItTakes() {
    start();
    cluster.await(cluster.client(N1).put(keys.get(0), Content.text("x".repeat(LARGE))), PATIENCE_MILLIS);
    loseDisk();
    cluster.runFor(120_000);
    assertThat(missing()).isEmpty();
  }
}
