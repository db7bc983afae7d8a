package io.ringside.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.config.DataConfig;
import io.ringside.config.DataConfig.Durability;
import io.ringside.message.Failure;
import io.ringside.storage.Batch;
import io.ringside.storage.Broken;
import io.ringside.storage.Change;
import io.ringside.storage.Mended;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a directory can be wrong says what is wrong and what to do, and destroys nothing. */
class BrokenDirectoryTest {
  private static final int KEYS = 2_000;

  @TempDir Path temporary;
  private Path directory;

  @BeforeEach
  void writeSomething() throws Exception {
    directory = temporary.resolve("n1");
    RocksDbDataStore store = open("test", "n1");
    for (int i = 0; i < KEYS; i++) {
      Bytes key = StoreProcess.key(i);
      Future<Void> write = store.commit(Batch.put(Space.DATA, key, StoreProcess.value(key, 500)));
      if (i % 200 == 199) {
        await(write);
      }
    }
    await(store.close());
  }

  @Test
  void aSecondStoreInTheSameProcessIsRefused() throws Exception {
    RocksDbDataStore first = open("test", "n1");

    assertRefused("test", "n1").hasMessageContaining("in use");

    await(first.close());
    await(open("test", "n1").close());
  }

  @Test
  void anotherNodesDirectoryIsRefused() {
    assertRefused("test", "n2").hasMessageContaining("belongs to another node").hasMessageContaining("node: n1");
  }

  @Test
  void anotherClustersDirectoryIsRefused() {
    assertRefused("production", "n1").hasMessageContaining("belongs to another node").hasMessageContaining("cluster: test");
  }

  @Test
  void anotherFormatIsRefused() throws Exception {
    Files.writeString(directory.resolve("RINGSIDE"), "format: 2\ncluster: test\nnode: n1\n");

    assertRefused("test", "n1").hasMessageContaining("another format").hasMessageContaining("format: 2");
  }

  @Test
  void aDatabaseThatNobodyOwnsIsRefused() throws Exception {
    Files.delete(directory.resolve("RINGSIDE"));

    assertRefused("test", "n1").hasMessageContaining("no file RINGSIDE");
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefused() throws Exception {
    directory = Files.createFile(temporary.resolve("file"));

    assertRefused("test", "n1").hasMessageContaining("not a directory");
  }

  @Test
  void aPathThatCannotBeMadeIsRefused() {
    directory = Path.of("/proc/ringside/n1");

    assertRefused("test", "n1").hasMessageContaining("data.directory");
  }

  @Test
  void aDatabaseThatIsGoneIsNotTakenForAnEmptyOne() throws Exception {
    for (Path file : files("")) {
      Files.delete(file);
    }

    assertRefused("test", "n1").hasMessageContaining("corrupt");
  }

  @Test
  void aBrokenCurrentFileIsRefused() throws Exception {
    Files.writeString(only("CURRENT"), "nonsense");

    assertRefused("test", "n1").hasMessageContaining("corrupt").hasMessageContaining("other replicas");
  }

  @Test
  void aBrokenManifestIsRefused() throws Exception {
    flipByteInTheMiddle(only("MANIFEST"));

    assertRefused("test", "n1").hasMessageContaining("corrupt");
  }

  @Test
  void aMissingTableIsRefused() throws Exception {
    reopenSoThatTablesAreWritten();
    Files.delete(only(".sst"));

    assertRefused("test", "n1").hasMessageContaining("corrupt");
  }

  @Test
  void aTableWithoutItsEndIsRefused() throws Exception {
    reopenSoThatTablesAreWritten();
    Path table = only(".sst");
    byte[] bytes = Files.readAllBytes(table);
    Arrays.fill(bytes, bytes.length - 53, bytes.length, (byte) 0);
    Files.write(table, bytes);

    assertRefused("test", "n1").hasMessageContaining("corrupt");
  }

  @Test
  void aBrokenLogIsNotCutShortWithoutAWord() throws Exception {
    flipByteInTheMiddle(only(".log"));

    RocksDbDataStore store = open("test", "n1");
    Mended mended = mended(store);
    assertThat(mended.cut()).isTrue();
    assertThat(mended.reason()).contains("checksum mismatch");
    assertThat(mended.of(Space.DATA).copied()).isEqualTo(scanned(store).size()).isBetween(KEYS / 4L, KEYS - 1L);
    await(store.close());
  }

  @Test
  void aMissingLogIsRefused() throws Exception {
    Files.delete(only(".log"));

    assertRefused("test", "n1").hasMessageContaining("corrupt");
  }

  @Test
  void aTornTailOfTheLogIsDropped() throws Exception {
    Path log = only(".log");
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, Arrays.copyOf(bytes, bytes.length - 7));

    RocksDbDataStore store = open("test", "n1");
    assertThat(await(store.get(Space.DATA, StoreProcess.key(0)))).isPresent();
    assertThat(await(store.get(Space.DATA, StoreProcess.key(KEYS - 1)))).isEmpty();
    await(store.close());
  }

  @Test
  void aFlippedBlockIsNeitherServedNorTakenForMissing() throws Exception {
    reopenSoThatTablesAreWritten();
    flipByteInTheMiddle(only(".sst"));
    RocksDbDataStore store = open("test", "n1");
    Change<Boolean> mint = old -> new Change.Outcome<>(old.isPresent(), Batch.put(Space.DATA, Bytes.utf8("x"), Bytes.EMPTY));

    int unreadable = 0;
    for (int i = 0; i < KEYS; i++) {
      Bytes key = StoreProcess.key(i);
      Future<?> got = settle(store.get(Space.DATA, key).map(value -> {
        assertThat(value).contains(StoreProcess.value(key, 500));
        return value;
      }));
      Future<?> updated = settle(store.update(Space.DATA, key, mint).map(found -> {
        assertThat(found).isTrue();
        return found;
      }));
      assertThat(got.succeeded()).isEqualTo(updated.succeeded());
      if (got.failed()) {
        unreadable++;
        assertThat(got.cause()).isInstanceOf(Failure.Unavailable.class).hasMessageContaining("cannot be read");
        assertThat(updated.cause()).isInstanceOf(Failure.Unavailable.class).hasMessageContaining("cannot be read");
      }
    }

    assertThat(unreadable).isBetween(1, KEYS / 4);
    assertThat(scanned(store).size()).as("a scan passes over one block, and sees what the changes wrote")
        .isEqualTo(KEYS - unreadable + 1);
    await(store.close());
  }

  private static List<Bytes> scanned(RocksDbDataStore store) throws Exception {
    var keys = new ArrayList<Bytes>();
    Page page;
    do {
      Bytes after = keys.isEmpty() ? Bytes.EMPTY : keys.get(keys.size() - 1);
      page = await(store.scanReadable(Space.DATA, Bytes.EMPTY, after, 300));
      page.entries().forEach(entry -> keys.add(entry.key()));
    } while (page.more());
    return keys;
  }

  @Test
  void aRecordThatCannotBeReadCanBeReplacedAndThenBeRead() throws Exception {
    reopenSoThatTablesAreWritten();
    flipByteInTheMiddle(only(".sst"));
    RocksDbDataStore store = open("test", "n1");
    int replaced = 0;
    for (int i = 0; i < KEYS; i++) {
      Bytes key = StoreProcess.key(i);
      if (settle(store.get(Space.DATA, key)).failed()) {
        assertThat(await(store.update(Space.DATA, key, new Removal(key)))).isEqualTo("removed");
        assertThat(await(store.get(Space.DATA, key))).isEmpty();
        await(store.commit(Batch.put(Space.DATA, key, Bytes.utf8("new"))));
        assertThat(await(store.get(Space.DATA, key))).contains(Bytes.utf8("new"));
        replaced++;
      }
    }
    assertThat(replaced).isPositive();
    assertThat(await(store.update(Space.DATA, StoreProcess.key(0), new Removal(StoreProcess.key(0))))).isEqualTo("readable");
    await(store.close());
  }

  /** A block that cannot be read goes with its space, the store goes on, and so does the next one on the directory. */
  @Test
  void aSpaceThatCannotBeReadCanBeClearedAndWrittenAnew() throws Exception {
    directory = temporary.resolve("another");
    RocksDbDataStore first = open("test", "n1");
    for (int i = 0; i < KEYS; i++) {
      await(first.commit(Batch.put(Space.MERKLE, StoreProcess.key(i), StoreProcess.value(StoreProcess.key(i), 100))));
    }
    await(first.commit(Batch.put(Space.DATA, StoreProcess.key(0), Bytes.utf8("data"))));
    await(first.close());
    reopenSoThatTablesAreWritten();
    Path largest = files(".sst").stream().max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
    flipByteInTheMiddle(largest);

    RocksDbDataStore store = open("test", "n1");
    assertThat(unreadableOf(store)).isPositive();
    await(store.clear(Space.MERKLE));
    assertThat(await(store.scan(Space.MERKLE, Bytes.EMPTY, Bytes.EMPTY, KEYS)).entries()).isEmpty();
    assertThat(unreadableOf(store)).isZero();
    await(store.commit(Batch.put(Space.MERKLE, StoreProcess.key(1), Bytes.utf8("anew"))));
    await(store.abandon());

    RocksDbDataStore next = open("test", "n1");
    assertThat(await(next.scan(Space.MERKLE, Bytes.EMPTY, Bytes.EMPTY, KEYS)).entries())
        .containsExactly(new Page.Entry(StoreProcess.key(1), Bytes.utf8("anew")));
    assertThat(await(next.get(Space.DATA, StoreProcess.key(0)))).contains(Bytes.utf8("data"));
    await(next.close());
  }

  /**
   * What would end a node on a disk that flips bits: sooner or later a compaction meets the block and fails, and then RocksDB takes no
   * writes at all. Opened again it would begin the same compaction. See docs/storage.md.
   */
  @Test
  void aCompactionThatMeetsAFlippedBlockEndsAllWritesUntilTheStoreIsOpenedAgain() throws Exception {
    reopenSoThatTablesAreWritten();
    flipByteInTheMiddle(only(".sst"));
    assertThat(firstFailureOfWrites()).isInstanceOf(Failure.Unavailable.class).isNotInstanceOf(Failure.Unreadable.class)
        .hasMessageContaining("no more writes until it is restarted").hasMessageContaining("checksum mismatch");

    RocksDbDataStore store = open("test", "n1");
    Mended mended = mended(store);
    assertThat(mended.reason()).contains("checksum mismatch");
    assertThat(mended.cut()).isFalse();
    assertThat(directory.resolve(mended.aside()).resolve("CURRENT")).as("the damaged one is kept").exists();
    List<Bytes> left = scanned(store);
    assertThat((long) left.size()).isEqualTo(mended.of(Space.DATA).copied()).isBetween(KEYS / 2L, (long) KEYS);
    for (Bytes key : left) {
      assertThat(await(store.get(Space.DATA, key)).orElseThrow()).isIn(StoreProcess.value(key, 500), StoreProcess.value(key, 100));
    }
    await(store.close());
    assertThat(firstFailureOfWrites()).as("nothing of the damage is left").isNull();
  }

  @Test
  void aStoreThatBreaksTellsWhy() throws Exception {
    reopenSoThatTablesAreWritten();
    flipByteInTheMiddle(only(".sst"));
    var told = new ArrayList<Broken>();
    for (int start = 0; told.isEmpty() && start < 20; start++) {
      RocksDbDataStore store = open("test", "n1");
      store.broken().onSuccess(told::add);
      writeAll(store);
      await(store.close());
    }
    assertThat(told).singleElement().satisfies(why -> {
      assertThat(why.damaged()).isTrue();
      assertThat(why.reason()).contains("checksum mismatch");
    });
    RocksDbDataStore full = open("test", "n1");
    full.broken().onSuccess(told::add);
    full.fill();
    writeAll(full);
    await(full.close());
    assertThat(told.get(1).damaged()).as("a full disk is not damaged").isFalse();
    RocksDbDataStore emptied = open("test", "n1");
    assertThat(writeAll(emptied)).isNull();
    await(emptied.close());
    assertThat(directory.resolve("damaged-2")).doesNotExist();
  }

  /** Each start writes one more table to the upper level, until RocksDB merges them with the one below. */
  private Throwable firstFailureOfWrites() throws Exception {
    for (int start = 0; start < 20; start++) {
      RocksDbDataStore store = open("test", "n1");
      Throwable failure = writeAll(store);
      await(store.close());
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  /** Why one of them failed; null if none did. */
  private static Throwable writeAll(RocksDbDataStore store) throws Exception {
    for (int i = 0; i < KEYS; i++) {
      Bytes key = StoreProcess.key(i);
      Future<Void> write = store.commit(Batch.put(Space.DATA, key, StoreProcess.value(key, 100)));
      if (i % 50 == 0 && settle(write).failed()) {
        return write.cause();
      }
    }
    return null;
  }

  private static Mended mended(RocksDbDataStore store) throws Exception {
    return Mended.decode(await(store.get(Space.STATE, StoreKeys.COPY)).orElseThrow()).orElseThrow();
  }

  private static int unreadableOf(RocksDbDataStore store) throws Exception {
    int unreadable = 0;
    for (int i = 0; i < KEYS; i++) {
      unreadable += settle(store.get(Space.MERKLE, StoreProcess.key(i))).failed() ? 1 : 0;
    }
    return unreadable;
  }

  private record Removal(Bytes key) implements Change<String> {
    @Override
    public Outcome<String> apply(Optional<Bytes> old) {
      return new Outcome<>("readable", Batch.EMPTY);
    }

    @Override
    public Outcome<String> unreadable(Failure.Unreadable why) {
      return new Outcome<>("removed", Batch.delete(Space.DATA, key));
    }
  }

  private AbstractThrowableAssert<?, ?> assertRefused(String cluster, String node) {
    return assertThatThrownBy(() -> open(cluster, node)).isInstanceOf(CannotOpenStore.class);
  }

  private RocksDbDataStore open(String cluster, String node) {
    return RocksDbDataStore.open(
        new DataConfig(directory, Durability.SYNC, 4, 8, 10_000, 256, Path.of("backups"), 16), cluster, NodeId.of(node),
        Runnable::run);
  }

  /** What recovery finds in the log, it writes to tables. */
  private void reopenSoThatTablesAreWritten() throws Exception {
    await(open("test", "n1").close());
  }

  private Path only(String name) throws IOException {
    List<Path> found = files(name);
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("rocksdb"))) {
      return files.filter(file -> file.getFileName().toString().contains(name)).sorted().toList();
    }
  }

  private static void flipByteInTheMiddle(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 0x10;
    Files.write(file, bytes);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** The same future, once it is complete. */
  private static <T> Future<T> settle(Future<T> future) throws Exception {
    await(future.map(any -> true).otherwise(true));
    return future;
  }
}
