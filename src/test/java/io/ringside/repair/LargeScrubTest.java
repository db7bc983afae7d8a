package io.ringside.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.message.RepairReport;
import io.ringside.message.Request;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import io.ringside.storage.DataStore;
import io.ringside.storage.PassingStore;
import io.ringside.storage.Space;
import io.ringside.version.Content;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A node that looks at records of half a megabyte. Found by a reviewer: a hundred of them were read, and digested, at once. */
class LargeScrubTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final long PATIENCE_MILLIS = 5000;
  private static final int KEYS = 30;
  private static final int SIZE = 1 << 19;
  private static final int LIMIT_BYTES = 4 << 20;

  private long mostAtOnce;

  private final SimCluster cluster = new SimCluster(1, 7,
      List.of("cluster.partitions=1", "quorum.n=1", "quorum.r=1", "quorum.w=1"), new Wiring() {
        @Override
        public DataStore store(NodeId self, DataStore store) {
          return new PassingStore(store) {
            @Override
            public Future<List<Optional<Bytes>>> getAll(Space space, List<Bytes> keys) {
              return inner.getAll(space, keys).map(values -> {
                mostAtOnce = Math.max(mostAtOnce, values.stream().mapToLong(value -> value.map(Bytes::size).orElse(0)).sum());
                return values;
              });
            }
          };
        }
      }, new TraceHash(), logged -> { });

  private RepairReport.Scrub scrub() {
    return cluster.await(cluster.ask(N1, new Request.ShowRepair()), PATIENCE_MILLIS).scrub();
  }

  @Test
  void itReadsAFewMegabytesAtATimeAndPassesOverNone() {
    cluster.start();
    var large = Content.text("x".repeat(SIZE));
    List<Key> keys = IntStream.range(0, KEYS).mapToObj(i -> Key.of("key-" + i)).toList();
    keys.forEach(key -> cluster.await(cluster.client(N1).put(key, large), PATIENCE_MILLIS));
    cluster.await(cluster.ask(N1, new Request.BeginScrub()), PATIENCE_MILLIS);
    cluster.runFor(20_000);
    assertThat(scrub()).satisfies(scrub -> {
      assertThat(scrub.running()).isFalse();
      assertThat(scrub.records()).isEqualTo(KEYS);
      assertThat(scrub.corrected()).isZero();
    });
    assertThat(mostAtOnce).isBetween((long) SIZE, (long) LIMIT_BYTES);
    assertThat(cluster.bugs()).isEmpty();
  }
}
