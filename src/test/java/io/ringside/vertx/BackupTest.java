package io.ringside.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.backup.BackupFolder;
import io.ringside.backup.Contents;
import io.ringside.backup.Restoration;
import io.ringside.message.BackupName;
import io.ringside.message.BackupReport;
import io.ringside.message.BackupReport.State;
import io.ringside.message.Request;
import io.ringside.operation.Found;
import io.ringside.rocks.RocksDbSnapshot;
import io.ringside.version.Content;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Nodes on real disks are backed up while they serve; all is lost; and it comes back. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 120, timeUnit = TimeUnit.SECONDS)
class BackupTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final int KEYS = 300;
  private static final long LIMIT_MILLIS = 5000;

  @TempDir
  Path directory;

  private LocalCluster cluster;

  @AfterEach
  void stop() throws Exception {
    await(cluster.stop());
  }

  @Test
  void whatThreeNodesHeldIsMergedIntoFiveOthers(Vertx vertx) throws Exception {
    start(vertx, "old", 3);
    write(0, KEYS, "first");
    backUp(vertx, "monday");
    write(0, 10, "second");
    await(cluster.stop());

    start(vertx, "new", 5);
    write(KEYS, KEYS + 1, "of the new cluster");
    var end = restore("old", "monday", "n1", "n2", "n3");

    assertThat(end.keys()).isEqualTo(KEYS);
    for (int i = 0; i < KEYS; i++) {
      assertThat(read(i)).isEqualTo("first " + i);
    }
    assertThat(read(KEYS)).isEqualTo("of the new cluster " + KEYS);
  }

  /** A fallback keeps writes for a node that is down; then all that had them as their own are lost with it. */
  @Test
  void theHintsOfOneBackupAreEnoughForAWriteThatOnlyTheyHold(Vertx vertx) throws Exception {
    start(vertx, "old", 3, "quorum.n=1", "quorum.r=1", "quorum.w=1");
    await(cluster.kill(N1));
    write(0, 30, "hinted");
    backUp(vertx, "monday");
    await(cluster.stop());

    start(vertx, "new", 3);
    var end = restore("old", "monday", "n2", "n3");
    assertThat(end.hints()).isPositive();
    for (int i = 0; i < 30; i++) {
      assertThat(read(i)).isEqualTo("hinted " + i);
    }
  }

  @Test
  void aNodeThatIsPutBackFromItsBackupKnowsThatItIsOldAndCatchesUp(Vertx vertx) throws Exception {
    start(vertx, "old", 3, "cluster.partitions=8", "repair.periodMillis=200", "repair.confirmMillis=100");
    write(0, 50, "first");
    backUp(vertx, "monday");
    write(25, 75, "second");
    await(cluster.kill(N1));
    Path data = directory.resolve("old/n1");
    Path kept = directory.resolve("kept");
    copy(data.resolve("backups/monday/n1"), kept);
    remove(data);
    copy(kept, data);
    await(cluster.restart(N1));

    assertThat(await(cluster.transport().send(N1, new Request.ShowStatus(), LIMIT_MILLIS)).amnesiac()).isTrue();
    while (await(cluster.transport().send(N1, new Request.ShowStatus(), LIMIT_MILLIS)).amnesiac()) {
      await(vertx.timer(100));
    }
    for (int i = 0; i < 75; i++) {
      var own = await(cluster.transport().send(N1, new Request.Inspect(key(i)), LIMIT_MILLIS)).own();
      var others = await(cluster.transport().send(NodeId.of("n2"), new Request.Inspect(key(i)), LIMIT_MILLIS)).own();
      assertThat(own.siblings()).isEqualTo(others.siblings());
      assertThat(own.siblings().versions()).hasSize(i < 25 || i >= 50 ? 1 : 2);
    }
  }

  private void start(Vertx vertx, String name, int nodes, String... settings) throws Exception {
    cluster = await(LocalCluster.start(vertx, nodes, directory.resolve(name), settings));
  }

  private static Key key(int i) {
    return Key.of("key-" + i);
  }

  private void write(int from, int to, String text) throws Exception {
    for (int i = from; i < to; i++) {
      await(cluster.client().put(key(i), Content.text(text + " " + i)));
    }
  }

  private String read(int i) throws Exception {
    Found found = await(cluster.client().get(key(i)));
    return found.value().orElseThrow().getValue().content().orElseThrow().body().utf8();
  }

  /** Every node that runs. */
  private void backUp(Vertx vertx, String name) throws Exception {
    for (NodeId node : cluster.members()) {
      if (cluster.node(node).isPresent()) {
        var begin = new Request.BeginBackup(new BackupName(name));
        BackupReport report = await(cluster.transport().send(node, begin, LIMIT_MILLIS));
        while (report.state() == State.RUNNING) {
          await(vertx.timer(20));
          report = await(cluster.transport().send(node, new Request.ShowBackup(), LIMIT_MILLIS));
        }
        assertThat(report.state()).as(report.reason()).isEqualTo(State.DONE);
      }
    }
  }

  private Restoration.Progress restore(String from, String name, String... nodes) {
    var snapshots = new ArrayList<RocksDbSnapshot>();
    for (String node : nodes) {
      var folder = new BackupFolder(directory.resolve(from).resolve(node).resolve("backups").resolve(name).resolve(node));
      folder.check(folder.manifest(), bytes -> { });
      snapshots.add(RocksDbSnapshot.open(folder));
    }
    try {
      return new Restoration(cluster.client(), progress -> { }).run(new Contents(snapshots));
    } finally {
      snapshots.forEach(RocksDbSnapshot::close);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> found = Files.walk(from)) {
      for (Path path : found.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static void remove(Path root) throws IOException {
    try (Stream<Path> found = Files.walk(root)) {
      List<Path> all = found.sorted(Comparator.reverseOrder()).toList();
      for (Path path : all) {
        Files.delete(path);
      }
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
