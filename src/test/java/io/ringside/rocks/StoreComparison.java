package io.ringside.rocks;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.config.DataConfig;
import io.ringside.config.DataConfig.Durability;
import io.ringside.storage.Batch;
import io.ringside.storage.Change;
import io.ringside.storage.Space;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Prints what sharing a flush gains: updates per second with one and with 256 in flight. Not a test: run it by hand on
 * a calm machine.
 */
final class StoreComparison {
  private static final int KEYS = 10_000;
  private static final int VALUE_SIZE = 1_024;
  private static final long SECONDS = 3;

  private StoreComparison() {}

  public static void main(String[] args) throws Exception {
    Path directory = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("ringside-comparison");
    for (Durability durability : Durability.values()) {
      for (int inFlight : new int[] {1, 256, 1, 256}) {
        measure(directory.resolve(durability.name()), durability, inFlight);
      }
    }
  }

  private static void measure(Path directory, Durability durability, int inFlight) throws Exception {
    var context = Executors.newSingleThreadExecutor();
    var config = new DataConfig(directory, durability, 16, 8, 10_000, 256, Path.of("backups"), 16);
    RocksDbDataStore store = RocksDbDataStore.open(config, "comparison", NodeId.of("n1"), context);
    Bytes value = Bytes.wrap(new byte[VALUE_SIZE]);
    var slots = new Semaphore(inFlight);
    long updates = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(SECONDS)) {
      Bytes key = StoreProcess.key((int) (updates++ * 7_919 % KEYS));
      slots.acquire();
      Change<Boolean> change = old -> new Change.Outcome<>(old.isPresent(), Batch.put(Space.DATA, key, value));
      store.update(Space.DATA, key, change).onComplete(any -> slots.release());
    }
    slots.acquire(inFlight);
    double seconds = (System.nanoTime() - start) / 1e9;
    RocksDbStats stats = store.stats().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    System.out.printf("%-5s %3d in flight: %,9.0f updates/s, %,d groups, %,d syncs%n",
        durability, inFlight, updates / seconds, stats.groups(), stats.syncs());
    store.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    context.shutdown();
  }
}
