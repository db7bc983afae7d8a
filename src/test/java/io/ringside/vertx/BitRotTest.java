package io.ringside.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.message.RepairReport;
import io.ringside.message.Request;
import io.ringside.operation.Found;
import io.ringside.version.Content;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A byte of a real file of RocksDB changes, at one of three nodes. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 120, timeUnit = TimeUnit.SECONDS)
class BitRotTest {
  private static final NodeId N3 = NodeId.of("n3");
  private static final int KEYS = 600;
  private static final long LIMIT_MILLIS = 5000;

  @TempDir
  Path directory;

  private LocalCluster cluster;

  @AfterEach
  void stop() throws Exception {
    await(cluster.stop());
  }

  @Test
  void aFlippedByteInATableIsFoundAndItsRecordsComeBackFromTheOthers(Vertx vertx) throws Exception {
    var quarantined = new CopyOnWriteArrayList<Key>();
    var healed = new CopyOnWriteArrayList<Key>();
    cluster = await(LocalCluster.start(vertx, 3, directory, "cluster.partitions=8", "repair.periodMillis=200"));
    for (int i = 0; i < KEYS; i++) {
      await(cluster.client().put(key(i), Content.text(value(i))));
    }
    await(cluster.kill(N3));
    await(cluster.restart(N3)); // What recovery finds in the log, it writes to tables.
    await(cluster.kill(N3));
    flipByteInTheMiddle(largestTable());
    cluster.watch(logged -> {
      if (logged.event() instanceof Event.RecordQuarantined record) {
        quarantined.add(record.key());
      } else if (logged.event() instanceof Event.RecordHealed record) {
        healed.add(record.key());
      }
    });
    await(cluster.restart(N3));

    await(ask(new Request.BeginScrub()));
    RepairReport report = await(ask(new Request.ShowRepair()));
    while (report.scrub().running() || report.quarantined() > 0) {
      await(vertx.timer(100).mapEmpty());
      report = await(ask(new Request.ShowRepair()));
    }

    assertThat(quarantined).isNotEmpty();
    assertThat(healed).containsAll(quarantined);
    assertThat(report.scrub().quarantined()).isEqualTo(quarantined.size());
    for (int i = 0; i < KEYS; i++) {
      assertThat(await(ask(new Request.Inspect(key(i)))).own().siblings().versions().values())
          .singleElement().satisfies(version -> assertThat(version.content()).isPresent());
      Found found = await(cluster.client().get(key(i)));
      assertThat(found.value().orElseThrow().getValue().content().orElseThrow().body().utf8()).isEqualTo(value(i));
    }
    assertThat(cluster.node(N3)).isPresent();
  }

  @Test
  void aNodeWhoseCompactionMeetsAFlippedByteMendsItselfAndNothingIsLost(Vertx vertx) throws Exception {
    var told = new CopyOnWriteArrayList<Event>();
    cluster = await(LocalCluster.start(
        vertx, 3, directory, "cluster.partitions=8", "repair.periodMillis=200"));
    for (int i = 0; i < KEYS; i++) {
      await(cluster.client().put(key(i), Content.text(value(i))));
    }
    await(cluster.kill(N3));
    await(cluster.restart(N3));
    await(cluster.kill(N3));
    flipByteInTheMiddle(largestTable());
    cluster.watch(logged -> {
      if (logged.node().equals(N3)) {
        told.add(logged.event());
      }
    });
    await(cluster.restart(N3));
    int written = 0;
    for (int start = 0; of(Event.StoreMended.class, told).isEmpty() && start < 20; start++) {
      for (int last = written + 100; written < last; written++) {
        await(cluster.client().put(more(written), Content.text(value(written))));
      }
      await(cluster.kill(N3));
      await(cluster.restart(N3)); // It writes one more table, until RocksDB merges them.
    }

    assertThat(of(Event.StoreBroken.class, told)).isNotEmpty().allSatisfy(broken -> {
      assertThat(broken.damaged()).isTrue();
      assertThat(broken.reason()).contains("checksum mismatch");
    });
    Event.StoreMended mended = of(Event.StoreMended.class, told).get(0);
    assertThat(mended.lost()).isPositive();
    assertThat(directory.resolve("n3").resolve(mended.aside()).resolve("CURRENT")).exists();
    while (!await(ask(new Request.ShowStatus()).map(status -> status.ready() && !status.amnesiac()).otherwise(false))) {
      await(vertx.timer(200).mapEmpty());
    }
    assertThat(await(ask(new Request.ShowRepair())).quarantined()).isZero();
    for (int i = 0; i < KEYS; i++) {
      assertOwned(key(i), value(i));
    }
    for (int i = 0; i < written; i += 17) {
      assertOwned(more(i), value(i));
    }
  }

  /** Neither the records' table nor the digests' names what lies in the broken block of the other. */
  @Test
  void aNodeWhoseDigestsRotBesideItsRecordsMendsItselfAndNothingIsLost(Vertx vertx) throws Exception {
    var told = new CopyOnWriteArrayList<Event>();
    cluster = await(LocalCluster.start(vertx, 3, directory, "cluster.partitions=8", "repair.periodMillis=200"));
    for (int i = 0; i < KEYS; i++) {
      await(cluster.client().put(key(i), Content.text(value(i))));
    }
    await(cluster.kill(N3));
    await(cluster.restart(N3));
    await(cluster.kill(N3));
    List<Path> tables = tables();
    flipByteInTheMiddle(tables.get(0));
    flipByteInTheMiddle(tables.get(1));
    cluster.watch(logged -> {
      if (logged.node().equals(N3)) {
        told.add(logged.event());
      }
    });
    await(cluster.restart(N3));
    while (of(Event.StoreMended.class, told).isEmpty()) {
      await(vertx.timer(100).mapEmpty());
    }
    assertThat(of(Event.TreesDoubted.class, told)).isNotEmpty();
    assertThat(of(Event.StoreBroken.class, told)).singleElement().satisfies(broken -> {
      assertThat(broken.damaged()).isTrue();
      assertThat(broken.reason()).contains("digests had to be made anew");
    });
    while (!await(ask(new Request.ShowStatus()).map(status -> status.ready() && !status.amnesiac()).otherwise(false))) {
      await(vertx.timer(200).mapEmpty());
    }
    for (int i = 0; i < KEYS; i++) {
      assertOwned(key(i), value(i));
    }
  }

  private static <E extends Event> List<E> of(Class<E> kind, List<Event> told) {
    return told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private void assertOwned(Key key, String value) throws Exception {
    assertThat(await(ask(new Request.Inspect(key))).own().siblings().versions().values()).as(key.toString())
        .singleElement().satisfies(version -> assertThat(version.content().orElseThrow().body().utf8()).isEqualTo(value));
  }

  /** Among the others, so that RocksDB cannot move tables without reading them. */
  private static Key more(int i) {
    return Key.of("key-" + i + "-more");
  }

  private static Key key(int i) {
    return Key.of("key-" + i);
  }

  private static String value(int i) {
    return IntStream.range(0, 40).mapToObj(part -> Integer.toString(i * 7919 + part, 36)).reduce("", String::concat);
  }

  private <R> Future<R> ask(Request<R> request) {
    return cluster.transport().send(N3, request, LIMIT_MILLIS);
  }

  private Path largestTable() throws IOException {
    return tables().get(0);
  }

  /** The largest first: records, and then digests. */
  private List<Path> tables() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("n3").resolve("rocksdb"))) {
      return files.filter(file -> file.toString().endsWith(".sst"))
          .sorted(Comparator.comparingLong((Path file) -> file.toFile().length()).reversed()).toList();
    }
  }

  private static void flipByteInTheMiddle(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 0x10;
    Files.write(file, bytes);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
