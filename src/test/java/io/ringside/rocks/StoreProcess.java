package io.ringside.rocks;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.config.DataConfig;
import io.ringside.config.DataConfig.Durability;
import io.ringside.storage.Batch;
import io.ringside.storage.Space;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A store in a process of its own, to be killed: writes key after key and prints each that was acknowledged. */
final class StoreProcess {
  private static final int IN_FLIGHT = 64;

  private StoreProcess() {}

  /**
   * Arguments: directory, durability, first key's number, size of a value. Ends when a write fails, and says how it
   * went on.
   */
  public static void main(String[] args) throws Exception {
    var config = new DataConfig(Path.of(args[0]), Durability.valueOf(args[1]), 4, 1, 10_000, 256, Path.of("backups"), 16);
    int firstKey = Integer.parseInt(args[2]);
    int valueSize = Integer.parseInt(args[3]);
    RocksDbDataStore store = RocksDbDataStore.open(config, "test", NodeId.of("n1"), Runnable::run);
    print("open");
    print("failed " + writeUntilAFailure(store, firstKey, valueSize));
    Future<Void> another = store.commit(Batch.put(Space.DATA, key(firstKey), Bytes.EMPTY));
    print("then " + settle(another).cause());
    print("still readable " + settle(store.get(Space.DATA, key(firstKey))).result().equals(
        Optional.of(value(key(firstKey), valueSize))));
    System.exit(0);
  }

  private static Throwable writeUntilAFailure(RocksDbDataStore store, int firstKey, int valueSize) throws InterruptedException {
    var slots = new Semaphore(IN_FLIGHT);
    var failure = new AtomicReference<Throwable>();
    for (int i = firstKey; failure.get() == null; i++) {
      Bytes key = key(i);
      slots.acquire();
      store.commit(Batch.put(Space.DATA, key, value(key, valueSize))).onComplete(written -> {
        if (written.succeeded()) {
          print(key.utf8());
        } else {
          failure.compareAndSet(null, written.cause());
        }
        slots.release();
      });
    }
    slots.acquire(IN_FLIGHT);
    return failure.get();
  }

  private static <T> Future<T> settle(Future<T> future) throws Exception {
    future.map(any -> true).otherwise(true).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    return future;
  }

  /** The command that starts one. */
  static List<String> command(Path directory, Durability durability, int firstKey, int valueSize) {
    return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-XX:+UseSerialGC",
        "-cp", System.getProperty("java.class.path"), StoreProcess.class.getName(),
        directory.toString(), durability.name(), Integer.toString(firstKey), Integer.toString(valueSize));
  }

  static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  static Bytes key(int number) {
    return Bytes.utf8("key-%08d".formatted(number));
  }

  /** Follows from the key, so that a reader can tell a right value from a wrong one. */
  static Bytes value(Bytes key, int size) {
    byte[] value = new byte[size];
    for (int i = 0; i < size; i++) {
      value[i] = (byte) (key.at(i % key.size()) + i);
    }
    return Bytes.wrap(value);
  }

  private static void print(String line) {
    synchronized (System.out) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
