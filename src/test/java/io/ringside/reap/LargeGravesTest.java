package io.ringside.reap;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.operation.Options;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import io.ringside.storage.DataStore;
import io.ringside.storage.PassingStore;
import io.ringside.storage.Space;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Siblings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Three nodes whose disks take their time with large records, all of which expire at the same moment. Found by a reviewer. */
class LargeGravesTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final long PATIENCE_MILLIS = 5000;
  private static final int KEYS = 30;
  private static final int SIZE = 1 << 19;
  private static final int LIMIT_BYTES = 4 << 20;

  private final List<Event> events = new ArrayList<>();
  private int bytesPerMilli = Integer.MAX_VALUE;
  private long mostUnderWay;

  private final SimCluster cluster = new SimCluster(3, 7,
      List.of("cluster.partitions=3", "deletes.reapAfterSeconds=1"), new Wiring() {
        @Override
        public DataStore store(NodeId self, DataStore store) {
          return new SlowStore(store);
        }
      }, new TraceHash(), logged -> events.add(logged.event()));

  /** Gives records one after the other, at so many bytes in a millisecond. */
  private final class SlowStore extends PassingStore {
    private long busyUntilMillis;
    private long underWay;

    private SlowStore(DataStore inner) {
      super(inner);
    }

    @Override
    public Future<Optional<Bytes>> get(Space space, Bytes key) {
      return space != Space.DATA ? inner.get(space, key) : inner.get(space, key).compose(record -> {
        long bytes = record.map(Bytes::size).orElse(0);
        underWay += bytes;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        long nowMillis = cluster.world().nowMillis();
        busyUntilMillis = Math.max(nowMillis, busyUntilMillis) + bytes / bytesPerMilli;
        Promise<Optional<Bytes>> read = Promise.promise();
        cluster.world().after(busyUntilMillis - nowMillis, () -> {
          underWay -= bytes;
          read.complete(record);
        });
        return read.future();
      });
    }
  }

  private List<Key> writeAll() {
    cluster.start();
    List<Key> keys = IntStream.range(0, KEYS).mapToObj(i -> Key.of("key-" + i)).toList();
    var client = cluster.client(N1);
    var large = Content.text("x".repeat(SIZE));
    keys.forEach(key -> cluster.await(client.put(
        key, large, CausalContext.EMPTY, Options.DEFAULTS.withTtlMillis(20_000)), PATIENCE_MILLIS));
    return keys;
  }

  private boolean isGone(Key key) {
    return cluster.owners(key).values().stream().allMatch(Siblings::isEmpty);
  }

  private boolean wasSilence() {
    return events.stream().anyMatch(event -> event instanceof Event.ReapEnded ended && ended.why().contains("no answer from"));
  }

  /** All of them at once are five megabytes in each partition: more than a second, and a replica is silent after half a one. */
  @Test
  void theyGoAFewMegabytesAtATimeWithTheTimeThatTakes() {
    List<Key> keys = writeAll();
    bytesPerMilli = 4000;
    cluster.runFor(90_000);
    assertThat(keys).allMatch(this::isGone);
    assertThat(mostUnderWay).isLessThanOrEqualTo(LIMIT_BYTES);
    assertThat(wasSilence()).isFalse();
    assertThat(cluster.bugs()).isEmpty();
  }

  /** When all three ask at once nobody waits long enough for the last of three times four megabytes, but for less. */
  @Test
  void afterSilenceFewerAreTried() {
    List<Key> keys = writeAll();
    bytesPerMilli = 1800;
    cluster.runFor(200_000);
    assertThat(wasSilence()).isTrue();
    assertThat(keys).allMatch(this::isGone);
    assertThat(cluster.bugs()).isEmpty();
  }
}
