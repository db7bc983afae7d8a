package io.ringside.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.backup.BackupFolder;
import io.ringside.backup.BadBackup;
import io.ringside.backup.Contents;
import io.ringside.backup.Manifest;
import io.ringside.config.DataConfig;
import io.ringside.config.DataConfig.Durability;
import io.ringside.merkle.TreeId;
import io.ringside.message.BackupName;
import io.ringside.message.BackupReport;
import io.ringside.message.BackupReport.State;
import io.ringside.message.Failure;
import io.ringside.storage.BackupLabel;
import io.ringside.storage.Batch;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a real database, made while it is written to; and what is said of those that are not whole. */
class CheckpointsTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final String CLUSTER = "shop";

  @TempDir Path directory;

  private RocksDbDataStore store;

  @BeforeEach
  void openStore() {
    store = open(directory.resolve("data"), Durability.SYNC);
  }

  @AfterEach
  void closeStore() {
    await(store.close());
  }

  private static RocksDbDataStore open(Path data, Durability durability) {
    return RocksDbDataStore.open(
        new DataConfig(data, durability, 4, 1, 10_000, 256, Path.of("backups"), 3), CLUSTER, N1, Runnable::run);
  }

  @Test
  void aBackupHoldsAllThatWasAcknowledgedBeforeItWasAskedFor() {
    put(Space.DATA, "cart", "milk");
    put(Space.HINTS, "hint", "eggs");
    Manifest manifest = backup("monday").manifest();
    put(Space.DATA, "cart", "bread");

    assertThat(manifest.label()).isEqualTo(label("monday"));
    assertThat(contentOf(folder("monday"), Space.DATA)).containsExactly(Bytes.utf8("cart"), Bytes.utf8("milk"));
    assertThat(contentOf(folder("monday"), Space.HINTS)).containsExactly(Bytes.utf8("hint"), Bytes.utf8("eggs"));
  }

  @Test
  void whatIsAcknowledgedWithoutAFlushIsInABackupToo() {
    await(store.close());
    store = open(directory.resolve("data"), Durability.ASYNC);
    put(Space.DATA, "cart", "milk");
    backup("monday");
    assertThat(contentOf(folder("monday"), Space.DATA)).containsExactly(Bytes.utf8("cart"), Bytes.utf8("milk"));
  }

  /** The log of what comes in meanwhile is part of a checkpoint: some of it may be there, and all from before must be. */
  @Test
  void writesGoOnWhileABackupIsMade() throws Exception {
    var acknowledged = new TreeSet<Bytes>();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 300; i++) {
        Bytes key = Bytes.utf8("before-" + round + "-" + i);
        await(store.commit(Batch.put(Space.DATA, key, Bytes.utf8("x".repeat(2_000))).and(Batch.put(Space.HINTS, key, key))));
        acknowledged.add(key);
      }
      String name = "round-" + round;
      Future<BackupReport> begun = begin(name);
      var later = new ArrayList<Future<Void>>();
      for (int i = 0; i < 2_000; i++) {
        Bytes key = Bytes.utf8("during-" + round + "-" + i);
        later.add(store.commit(Batch.put(Space.DATA, key, Bytes.utf8("y")).and(Batch.put(Space.HINTS, key, key))));
      }
      await(begun);
      later.forEach(CheckpointsTest::await);
      assertThat(ended(name).state()).isEqualTo(State.DONE);

      folder(name).check(folder(name).manifest(), bytes -> { });
      SortedMap<Bytes, Bytes> data = all(folder(name), Space.DATA);
      assertThat(data.keySet()).containsAll(acknowledged);
      assertThat(all(folder(name), Space.HINTS).keySet()).as("a batch is there whole or not at all").isEqualTo(data.keySet());
      Path elsewhere = directory.resolve(name);
      copy(folder(name).path(), elsewhere);
      await(open(elsewhere, Durability.SYNC).close());
    }
  }

  @Test
  void aBackupIsADirectoryThatANodeCanBeStartedOn() throws Exception {
    put(Space.DATA, "cart", "milk");
    backup("monday");
    Path elsewhere = directory.resolve("elsewhere");
    copy(folder("monday").path(), elsewhere);

    RocksDbDataStore restored = open(elsewhere, Durability.SYNC);
    try {
      assertThat(await(restored.get(Space.DATA, Bytes.utf8("cart")))).contains(Bytes.utf8("milk"));
      assertThat(await(restored.get(Space.STATE, StoreKeys.COPY))).as("it is told that this is old").isPresent();
      assertThat(new BackupFolder(elsewhere).isFinished()).as("what is written to is no backup").isFalse();
      await(restored.commit(Batch.put(Space.DATA, Bytes.utf8("cart"), Bytes.utf8("eggs"))));
    } finally {
      await(restored.close());
    }
    folder("monday").check(folder("monday").manifest(), bytes -> { });
  }

  @Test
  void readingABackupChangesNothingInIt() throws Exception {
    put(Space.DATA, "cart", "milk");
    backup("monday");
    SortedMap<String, FileTime> before = times(folder("monday").path());
    all(folder("monday"), Space.DATA);
    assertThat(times(folder("monday").path())).isEqualTo(before);
  }

  @Test
  void aNameThatIsTakenIsRefusedAndTheBackupStays() {
    put(Space.DATA, "cart", "milk");
    BackupReport first = ended(await(begin("monday")).name().orElseThrow().text());
    put(Space.DATA, "cart", "bread");
    BackupReport second = await(begin("monday"));

    assertThat(second.state()).isEqualTo(State.FAILED);
    assertThat(second.reason()).contains("is a backup already");
    assertThat(store.backups().report()).isEqualTo(first);
    assertThat(contentOf(folder("monday"), Space.DATA)).contains(Bytes.utf8("milk"));
  }

  @Test
  void noMoreBackupsAreMadeThanAreAllowed() {
    for (String name : List.of("one", "two", "three")) {
      backup(name);
    }
    assertThat(await(begin("four")).reason()).contains("data.backupLimit").contains("3 backups");
  }

  @Test
  void aStoreThatClosesEndsItsBackupFirst() {
    put(Space.DATA, "cart", "milk");
    Future<BackupReport> begun = begin("monday");
    await(store.close());
    await(begun);
    assertThat(store.backups().report().state()).isIn(State.DONE, State.FAILED);
    assertThat(folder("monday").isFinished()).isEqualTo(store.backups().report().state() == State.DONE);
    assertThatThrownBy(() -> await(begin("tuesday"))).hasRootCauseInstanceOf(Failure.Unavailable.class);
  }

  @Test
  void aPlaceThatCannotBeHadIsAReason() throws Exception {
    Files.writeString(directory.resolve("data").resolve("backups"), "a file, and no directory");
    BackupReport report = await(begin("monday"));
    assertThat(report.state()).isEqualTo(State.FAILED);
    assertThat(report.reason()).contains("backups");
  }

  @Test
  void aFileThatIsMissingShortOrChangedIsFoundWhereverItIs() throws Exception {
    for (int i = 0; i < 200; i++) {
      put(Space.DATA, "key-" + i, "value-" + i);
    }
    Manifest manifest = backup("monday").manifest();
    for (Path file : folder("monday").files()) {
      byte[] whole = Files.readAllBytes(file);
      Path copied = directory.resolve("copy-of-" + file.getFileName());
      copy(folder("monday").path(), copied);
      var copy = new BackupFolder(copied);
      Path target = copied.resolve(folder("monday").path().relativize(file));

      Files.delete(target);
      assertBad(copy, manifest, "is missing");
      if (whole.length > 0) {
        Files.write(target, Arrays.copyOf(whole, whole.length - 1));
        assertBad(copy, manifest, "bytes instead of");
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        Files.write(target, flipped);
        assertBad(copy, manifest, "other bytes");
      }
      Files.write(target, whole);
      copy.check(copy.manifest(), bytes -> { });
    }
  }

  @Test
  void aBackupThatWasNeverFinishedIsNone() throws Exception {
    backup("monday");
    Files.delete(folder("monday").path().resolve("backup.json"));
    assertThatThrownBy(() -> folder("monday").manifest()).isInstanceOf(BadBackup.class).hasMessageContaining("never finished");
    assertThat(await(begin("monday")).reason()).contains("not finished");
  }

  @Test
  void theBackupsOfSeveralNodesAreFoundBeneathOneDirectory() throws Exception {
    backup("monday");
    copy(folder("monday").path(), folder("monday").path().resolveSibling("n2"));
    assertThat(BackupFolder.at(folder("monday").path().getParent())).extracting(found -> found.path().getFileName().toString())
        .containsExactly("n1", "n2");
    assertThat(BackupFolder.at(folder("monday").path())).containsExactly(folder("monday"));
    assertThatThrownBy(() -> BackupFolder.at(directory.resolve("nowhere"))).isInstanceOf(BadBackup.class);
  }

  /** A checksum over the file tells nothing here: the disk had changed it before the backup was made. */
  @Test
  void aBlockThatTheDiskHasChangedIsPassedOverAndItsRecordsAreNamed() throws Exception {
    var tree = new TreeId(1, 3);
    for (int i = 0; i < 1_000; i++) {
      Bytes key = Bytes.utf8(String.format("key-%04d", i));
      await(store.commit(Batch.put(Space.DATA, key, Bytes.utf8("x".repeat(500)))
          .and(Batch.put(Space.MERKLE, StoreKeys.merkle(tree, 1, key), Bytes.utf8("digest")))));
    }
    await(store.close());
    store = open(directory.resolve("data"), Durability.SYNC); // What recovery finds in the log, it writes to tables.
    backup("monday");
    Path copied = directory.resolve("copied");
    copy(folder("monday").path(), copied);
    flipByteInTheMiddle(largestTable(copied));

    try (RocksDbSnapshot snapshot = RocksDbSnapshot.open(new BackupFolder(copied))) {
      int readable = 0;
      Bytes last = Bytes.EMPTY;
      Page page;
      do {
        page = snapshot.page(Space.DATA, last, 300);
        readable += page.entries().size();
        last = page.entries().isEmpty() ? last : page.entries().get(page.entries().size() - 1).key();
      } while (page.more());
      int unreadable = 1_000 - readable;
      assertThat(unreadable).isBetween(1, 250);
      assertThat(new Contents(List.of(snapshot)).losses()).singleElement()
          .satisfies(loss -> assertThat(loss.records()).isEqualTo(unreadable))
          .satisfies(loss -> assertThat(loss.exact()).isTrue());
    }
  }

  private static Path largestTable(Path backup) throws IOException {
    try (Stream<Path> files = Files.list(backup.resolve("rocksdb"))) {
      return files.filter(file -> file.toString().endsWith(".sst"))
          .max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
    }
  }

  private static void flipByteInTheMiddle(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 0x10;
    Files.delete(file);
    Files.write(file, bytes);
  }

  @Test
  void oneOfSeveralBackupsThatWasCutShortIsNotLeftOut() throws Exception {
    backup("monday");
    Path cut = folder("monday").path().resolveSibling("n2");
    copy(folder("monday").path(), cut);
    Files.delete(cut.resolve("backup.json"));
    assertThatThrownBy(() -> BackupFolder.at(cut.getParent())).isInstanceOf(BadBackup.class).hasMessageContaining("n2")
        .hasMessageContaining("no file backup.json");
    Files.createDirectories(cut.resolveSibling("lost+found"));
    Files.move(cut, directory.resolve("away"));
    assertThat(BackupFolder.at(cut.getParent())).containsExactly(folder("monday"));
  }

  private static void assertBad(BackupFolder folder, Manifest manifest, String why) {
    assertThatThrownBy(() -> folder.check(manifest, bytes -> { })).isInstanceOf(BadBackup.class).hasMessageContaining(why);
  }

  private BackupFolder folder(String name) {
    return new BackupFolder(directory.resolve("data/backups").resolve(name).resolve("n1"));
  }

  private static BackupLabel label(String name) {
    var members = new TreeSet<>(List.of(N1, NodeId.of("n2")));
    return new BackupLabel(new BackupName(name), CLUSTER, N1, 3, members, 256, -7, 1_700_000_000_123L);
  }

  private Future<BackupReport> begin(String name) {
    return store.backups().begin(label(name));
  }

  private BackupFolder backup(String name) {
    assertThat(await(begin(name)).reason()).isEmpty();
    assertThat(ended(name).state()).isEqualTo(State.DONE);
    return folder(name);
  }

  /** The report of a backup that is no longer being made. */
  private BackupReport ended(String name) {
    BackupReport report = store.backups().report();
    while (report.state() == State.RUNNING) {
      Thread.onSpinWait();
      report = store.backups().report();
    }
    assertThat(report.name()).contains(new BackupName(name));
    return report;
  }

  private static List<Bytes> contentOf(BackupFolder folder, Space space) {
    return all(folder, space).entrySet().stream().flatMap(entry -> Stream.of(entry.getKey(), entry.getValue())).toList();
  }

  private static SortedMap<Bytes, Bytes> all(BackupFolder folder, Space space) {
    var content = new TreeMap<Bytes, Bytes>();
    try (RocksDbSnapshot snapshot = RocksDbSnapshot.open(folder)) {
      Page page = snapshot.page(space, Bytes.EMPTY, 100);
      page.entries().forEach(entry -> content.put(entry.key(), entry.value()));
      while (page.more()) {
        page = snapshot.page(space, content.lastKey(), 100);
        page.entries().forEach(entry -> content.put(entry.key(), entry.value()));
      }
    }
    return content;
  }

  private static SortedMap<String, FileTime> times(Path root) throws IOException {
    try (Stream<Path> found = Files.walk(root)) {
      return found.collect(Collectors.toMap(path -> root.relativize(path).toString(), path -> {
        try {
          return Files.getLastModifiedTime(path);
        } catch (IOException thrown) {
          throw new IllegalStateException(thrown);
        }
      }, (one, other) -> one, TreeMap::new));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> found = Files.walk(from)) {
      for (Path path : found.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private void put(Space space, String key, String value) {
    await(store.commit(Batch.put(space, Bytes.utf8(key), Bytes.utf8(value))));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception thrown) {
      throw new IllegalStateException(thrown);
    }
  }
}
