package io.ringside.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.config.DataConfig;
import io.ringside.config.DataConfig.Durability;
import io.ringside.storage.Batch;
import io.ringside.storage.Space;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ends the log of a real store at one byte after another, as a cut in the middle of a write may. */
@Timeout(120)
class TornLogTest {
  private static final int WRITES = 12;
  private static final int TORN = 3;
  private static final int STEP_BYTES = 5;

  @TempDir Path temporary;

  @Test
  void whereverTheLogEndsAllThatWasFlushedIsThereAndAPrefixOfTheRest() throws Exception {
    Path whole = temporary.resolve("whole");
    var sizes = new ArrayList<Long>();
    RocksDbDataStore store = open(whole);
    for (int i = 0; i < WRITES; i++) {
      await(store.commit(twoKeys(i)));
      sizes.add(Files.size(log(whole)));
    }
    await(store.abandon());
    byte[] log = Files.readAllBytes(log(whole));
    assertThat(log).as("each write is in the log before it is acknowledged").hasSize((int) (long) sizes.get(WRITES - 1));

    int partly = 0;
    for (int length = (int) (long) sizes.get(WRITES - 1 - TORN); length <= log.length; length += STEP_BYTES) {
      int there = prefixAt(length, log, whole);
      int end = length;
      int flushed = (int) sizes.stream().filter(size -> size <= end).count();
      assertThat(there).as("writes that are there when the log ends at byte %d", length).isEqualTo(flushed);
      partly += sizes.contains((long) length) ? 0 : 1;
    }
    assertThat(partly).isGreaterThan(TORN);
  }

  private static Batch twoKeys(int number) {
    return Batch.put(Space.DATA, StoreProcess.key(number), StoreProcess.value(StoreProcess.key(number), 20))
        .and(Batch.put(Space.MERKLE, StoreProcess.key(number), Bytes.utf8("digest")));
  }

  /** How many writes a store finds whose log ends there; they must be the first ones, each with both of its keys. */
  private int prefixAt(int length, byte[] log, Path whole) throws Exception {
    Path torn = temporary.resolve("torn-" + length);
    copy(whole, torn);
    Files.write(log(torn), Arrays.copyOf(log, length));
    RocksDbDataStore store = open(torn);
    List<Boolean> there = new ArrayList<>();
    for (int i = 0; i < WRITES; i++) {
      boolean data = await(store.get(Space.DATA, StoreProcess.key(i))).isPresent();
      assertThat(await(store.get(Space.MERKLE, StoreProcess.key(i))).isPresent()).as("the other half of %d", i).isEqualTo(data);
      there.add(data);
    }
    await(store.close());
    int first = there.contains(false) ? there.indexOf(false) : WRITES;
    assertThat(there.subList(first, WRITES)).as("after the first that is missing").doesNotContain(true);
    return first;
  }

  private static Path log(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("rocksdb"))) {
      return files.filter(file -> file.getFileName().toString().endsWith(".log")).findFirst().orElseThrow();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static RocksDbDataStore open(Path directory) {
    return RocksDbDataStore.open(
        new DataConfig(directory, Durability.SYNC, 4, 8, 10_000, 256, Path.of("backups"), 16), "test", NodeId.of("n1"),
        Runnable::run);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
