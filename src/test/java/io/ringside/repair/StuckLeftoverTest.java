package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.env.Transport;
import io.ringside.event.Event;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.ringside.message.Request.Store.Reason;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import io.ringside.version.Content;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Five nodes with fewer copies than before, and one record that its former owner does not get rid of. Found by a reviewer. */
class StuckLeftoverTest {
  private static final long PATIENCE_MILLIS = 10_000;
  private static final int BYTES_PER_MILLI = 2000;
  private static final int LARGE = 4 << 20;

  private final List<Event> events = new ArrayList<>();
  private Function<Request.Store, Failure> stuck = store -> null;

  private final Wiring wiring = new Wiring() {
    @Override
    public Transport transport(NodeId self, Transport transport) {
      return new Transport() {
        @Override
        public <R> Future<R> send(NodeId to, Request<R> request, long limitMillis) {
          Failure failure = request instanceof Request.Store store && store.reason() == Reason.REROUTE
              ? failureOf(store, limitMillis) : null;
          return failure == null ? transport.send(to, request, limitMillis) : Future.failedFuture(failure);
        }
      };
    }
  };

  private final SimCluster cluster =
      new SimCluster(5, 7, copies(3), wiring, new TraceHash(), logged -> events.add(logged.event()));

  /** In the order in which they are handed over. */
  private final List<Key> keys = IntStream.range(0, 600).mapToObj(i -> new Key("carts", "cart " + i))
      .sorted(Comparator.comparing(Key::name)).toList();

  private static List<String> copies(int n) {
    return List.of("cluster.partitions=8", "deletes.reapAfterSeconds=5", "limits.valueBytes=" + LARGE, "limits.recordBytes=" + 2 * LARGE,
        "buckets.carts.n=" + n, "buckets.carts.r=2", "buckets.carts.w=2");
  }

  private Failure failureOf(Request.Store store, long limitMillis) {
    long bytes = store.siblings().versions().values().stream()
        .flatMap(version -> version.content().stream()).mapToLong(content -> content.body().size()).sum();
    return limitMillis < bytes / BYTES_PER_MILLI ? new Failure.Unreachable("it takes too long") : stuck.apply(store);
  }

  private void put(Key key, Content content) {
    cluster.await(cluster.client(cluster.nodes().get(0)).put(key, content), PATIENCE_MILLIS);
  }

  private void startAndPutAll() {
    cluster.start();
    keys.forEach(key -> put(key, Content.text("milk")));
    cluster.runFor(5000);
  }

  private void restartWithTwoCopies() {
    cluster.nodes().forEach(node -> cluster.await(cluster.stop(node), PATIENCE_MILLIS));
    cluster.nodes().forEach(node -> cluster.reconfigure(node, copies(2)));
    cluster.nodes().forEach(node -> cluster.await(cluster.restart(node), PATIENCE_MILLIS));
  }

  /** Those that their former third owner has still. */
  private List<Key> left() {
    return keys.stream().filter(key -> !cluster.owners(key).get(
        cluster.ring().preferenceList(key, 3).primaries().get(2)).isEmpty()).toList();
  }

  @AfterEach
  void noBugShowed() {
    assertThat(cluster.bugs()).isEmpty();
  }

  @Test
  void aRecordToWhichOwnersAreSilentHoldsUpNoOtherNorTheReapingElsewhere() {
    Key lost = keys.get(0);
    Key elsewhere = keys.stream()
        .filter(key -> cluster.ring().partitionOf(key) != cluster.ring().partitionOf(lost)).findFirst().orElseThrow();
    stuck = store -> store.key().equals(lost) ? new Failure.Unreachable("it never comes") : null;
    startAndPutAll();
    restartWithTwoCopies();
    cluster.runFor(60_000);
    assertThat(left()).containsExactly(lost);
    assertThat(events).contains(new Event.BackgroundFailed("hand over " + lost, "it never comes"));
    cluster.await(cluster.client(cluster.nodes().get(0)).delete(lost), PATIENCE_MILLIS);
    cluster.await(cluster.client(cluster.nodes().get(0)).delete(elsewhere), PATIENCE_MILLIS);
    cluster.runFor(60_000);
    assertThat(cluster.owners(elsewhere).values()).containsOnly(Siblings.NONE);
    assertThat(cluster.owners(lost).values()).doesNotContain(Siblings.NONE);
    stuck = store -> null;
    cluster.runFor(60_000);
    assertThat(left()).isEmpty();
    assertThat(cluster.owners(lost).values()).containsOnly(Siblings.NONE);
  }

  /** Each ends the walk: an owner that cannot take one will take no other either. The next walk goes on behind it. */
  @Test
  void neitherDoesOneThatOwnersCannotTake() {
    Key lost = keys.get(0);
    stuck = store -> store.key().equals(lost) ? new Failure.Unavailable("not now") : null;
    startAndPutAll();
    restartWithTwoCopies();
    cluster.runFor(120_000);
    assertThat(left()).containsExactly(lost);
  }

  /** Four megabytes at two a second take two seconds, and a replica is silent after half a second. */
  @Test
  void aLargeRecordHasTheTimeThatItTakes() {
    startAndPutAll();
    put(keys.get(0), Content.text("x".repeat(LARGE)));
    cluster.runFor(5000);
    restartWithTwoCopies();
    cluster.runFor(60_000);
    assertThat(left()).isEmpty();
  }
}
