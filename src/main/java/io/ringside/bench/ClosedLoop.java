package io.ringside.bench;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.client.Client;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.Random;

/** One client of a benchmark: reads any key, updates its own. One operation at a time, hence needs no lock. */
final class ClosedLoop {
  private final Bench bench;
  private final Client client;
  private final int number;
  private final CausalContext[] contexts;
  private final Random random;
  private final Promise<Void> ended = Promise.promise();

  ClosedLoop(Bench bench, Client client, int number) {
    this.bench = bench;
    this.client = client;
    this.number = number;
    this.contexts = new CausalContext[bench.workload().keys() / bench.workload().clients()];
    this.random = new Random(number);
    Arrays.fill(contexts, CausalContext.EMPTY);
  }

  /** Completes when each of its keys has been written once. */
  Future<Void> fill() {
    return fillFrom(0);
  }

  private Future<Void> fillFrom(int slot) {
    return slot == contexts.length ? Future.succeededFuture() : update(slot).compose(written -> fillFrom(slot + 1));
  }

  /** Completes when the benchmark is over and the last operation has ended. */
  Future<Void> run() {
    next();
    return ended.future();
  }

  private void next() {
    if (!bench.isRunning()) {
      ended.complete();
      return;
    }
    boolean read = random.nextInt(100) < bench.workload().readPercent();
    long began = System.nanoTime();
    Future<?> operation = read ? client.get(anyKey()) : update(random.nextInt(contexts.length));
    operation.onComplete(answer -> {
      bench.record(read, System.nanoTime() - began, answer.succeeded());
      next();
    });
  }

  private Future<Void> update(int slot) {
    byte[] value = new byte[bench.workload().valueBytes()];
    random.nextBytes(value);
    return client.put(key(number, slot), new Content(Content.OCTETS, Bytes.wrap(value)), contexts[slot]).map(written -> {
      contexts[slot] = written.context();
      return null;
    });
  }

  private Key anyKey() {
    return key(random.nextInt(bench.workload().clients()), random.nextInt(contexts.length));
  }

  private static Key key(int client, int slot) {
    return new Key("bench", client + "-" + slot);
  }
}
