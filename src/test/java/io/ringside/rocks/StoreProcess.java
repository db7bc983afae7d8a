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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/** A store in a process of its own, to be killed: writes key after key and prints each that was acknowledged. */
final class StoreProcess {
  private static final int IN_FLIGHT = 64;

  private StoreProcess() {}

  /** Arguments: directory, durability, first key's number, size of a value. Ends when a write fails, and says why. */
  public static void main(String[] args) throws InterruptedException, ExecutionException {
    var config = new DataConfig(Path.of(args[0]), Durability.valueOf(args[1]), 4, 1, 10_000, 256);
    int valueSize = Integer.parseInt(args[3]);
    RocksDbDataStore store = RocksDbDataStore.open(config, "test", NodeId.of("n1"), Runnable::run);
    System.out.println("open");
    var slots = new Semaphore(IN_FLIGHT);
    var failures = new ArrayList<Throwable>();
    for (int i = Integer.parseInt(args[2]); failures.isEmpty(); i++) {
      Bytes key = key(i);
      slots.acquire();
      Future<Void> write = store.commit(Batch.put(Space.DATA, key, value(key, valueSize)));
      write.onComplete(
          done -> print(key.utf8()),
          failed -> failures.add(failed));
      write.onComplete(any -> slots.release());
    }
    slots.acquire(IN_FLIGHT);
    print("failed " + failures.get(0));
    Object read = store.get(Space.DATA, key(1)).toCompletionStage().toCompletableFuture().get();
    print("still readable " + !read.equals(java.util.Optional.empty()));
    System.exit(0);
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
