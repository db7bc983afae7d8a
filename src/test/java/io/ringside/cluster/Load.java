package io.ringside.cluster;

import io.ringside.Key;
import io.ringside.client.Client;
import io.ringside.http.HttpRingside;
import io.ringside.operation.Options;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/** Clients that write and read back without a pause, each its own keys, and remember what they were promised. */
final class Load implements AutoCloseable {
  static final int CLIENTS = 5;
  private static final int KEYS = 8;
  private static final int OPERATIONS_PER_ROUND = 2;
  private static final long STOP_SECONDS = 30;
  private static final long SILENCE_MILLIS = 2000;

  private final Vertx vertx = Vertx.vertx();
  private final List<Future<Void>> loops;
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentSkipListMap<String, String> acknowledged = new ConcurrentSkipListMap<>();
  private final AtomicIntegerArray rounds = new AtomicIntegerArray(CLIENTS);
  private final AtomicLongArray slowestMillis = new AtomicLongArray(CLIENTS);
  private volatile boolean running = true;

  /** Client i goes to the i-th member first, and on to the next when that is silent. */
  Load(RunningCluster cluster) {
    this.loops = IntStream.range(0, CLIENTS)
        .mapToObj(i -> new Loop(i, new HttpRingside(vertx, cluster.addressesFrom(i))).run())
        .toList();
  }

  private final class Loop {
    private final int number;
    private final Client client;
    private final CausalContext[] contexts = new CausalContext[KEYS];
    private final Promise<Void> ended = Promise.promise();
    private int writes;

    private Loop(int number, Client client) {
      this.number = number;
      this.client = client;
    }

    private Future<Void> run() {
      next();
      return ended.future();
    }

    private void next() {
      if (!running) {
        ended.complete();
        return;
      }
      int slot = writes % KEYS;
      String key = "c" + number + "-" + slot;
      String value = "v" + writes++;
      long began = System.nanoTime();
      CausalContext context = Optional.ofNullable(contexts[slot]).orElse(CausalContext.EMPTY);
      Options options = Options.DEFAULTS.withTimeoutMillis(SILENCE_MILLIS);
      client.put(Key.of(key), Content.text(value), context, options)
          .compose(written -> {
            contexts[slot] = written.context();
            acknowledged.put(key, value);
            return client.get(Key.of(key), options);
          })
          .onComplete(read -> {
            rounds.incrementAndGet(number);
            slowestMillis.accumulateAndGet(number, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began), Math::max);
            if (read.failed()) {
              failures.add("client " + number + ", " + key + ": " + read.cause());
            }
            next();
          });
    }
  }

  /**
   * What has been done since the last call.
   *
   * @param slowestMillis the longest that each client waited for one write and one read
   */
  record Progress(List<Long> slowestMillis, List<String> failures) {
    long slowestOfAll() {
      return slowestMillis.stream().max(Long::compare).orElseThrow();
    }

    /** Of the clients whose own member is not the first. */
    long slowestElsewhere() {
      return slowestMillis.stream().skip(1).max(Long::compare).orElseThrow();
    }
  }

  Progress sinceLastAsked() {
    List<Long> slowest = IntStream.range(0, CLIENTS).mapToObj(client -> slowestMillis.getAndSet(client, 0)).toList();
    var progress = new Progress(slowest, List.copyOf(failures));
    failures.clear();
    return progress;
  }

  /** Waits until so many more operations have been done. */
  void awaitOperations(int more) {
    int enough = operations() + more;
    RunningCluster.await(more + " operations", () -> operations() >= enough);
  }

  private int operations() {
    return OPERATIONS_PER_ROUND * IntStream.range(0, CLIENTS).map(rounds::get).sum();
  }

  /** Waits until this client has ended one write and read more that it began after this call. */
  void awaitRoundOf(int client) {
    int enough = rounds.get(client) + 2;
    RunningCluster.await("a round of client " + client, () -> rounds.get(client) >= enough);
  }

  /** What each key's client was last promised. */
  ConcurrentSkipListMap<String, String> acknowledged() {
    return acknowledged;
  }

  @Override
  public void close() throws Exception {
    running = false;
    Future.all(loops).await(STOP_SECONDS, TimeUnit.SECONDS);
    vertx.close().await(STOP_SECONDS, TimeUnit.SECONDS);
  }
}
