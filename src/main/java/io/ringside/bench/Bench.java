package io.ringside.bench;

import io.ringside.client.Client;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.HdrHistogram.Recorder;

/**
 * Runs a {@link Workload} in a closed loop: each client waits for its answer before it asks again, so that a slow cluster is
 * asked less. Latencies are therefore those of a client that waits, not of one that arrives at fixed times.
 */
public final class Bench {
  private static final long LONGEST_MICROS = Duration.ofMinutes(1).toNanos() / 1000;
  private static final int DIGITS = 3;
  private static final long TICK_MILLIS = 1000;

  private final Recorder reads = new Recorder(LONGEST_MICROS, DIGITS);
  private final Recorder updates = new Recorder(LONGEST_MICROS, DIGITS);
  private final LongAdder done = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final Workload workload;
  private volatile boolean running = true;

  private Bench(Workload workload) {
    this.workload = workload;
  }

  /**
   * Completes with the measurement. First writes every key, then runs unmeasured for the time of the warm-up.
   *
   * @param clients taken in turn; each may serve several of the workload's
   * @param progress is told once a second how many operations have been done in it
   */
  public static Future<Measured> run(Vertx vertx, List<Client> clients, Workload workload, LongConsumer progress) {
    return new Bench(workload).run(vertx, clients, progress);
  }

  private Future<Measured> run(Vertx vertx, List<Client> clients, LongConsumer progress) {
    List<ClosedLoop> loops = new ArrayList<>();
    for (int i = 0; i < workload.clients(); i++) {
      loops.add(new ClosedLoop(this, clients.get(i % clients.size()), i));
    }
    long ticks = vertx.setPeriodic(TICK_MILLIS, tick -> progress.accept(done.sumThenReset()));
    return Future.all(loops.stream().map(ClosedLoop::fill).toList())
        .compose(filled -> {
          List<Future<Void>> ends = loops.stream().map(ClosedLoop::run).toList();
          return pause(vertx, workload.warmUp()).compose(warm -> measure(vertx)).compose(measured -> {
            running = false;
            return Future.all(ends).map(measured);
          });
        })
        .eventually(() -> {
          vertx.cancelTimer(ticks);
          return Future.succeededFuture();
        });
  }

  private Future<Measured> measure(Vertx vertx) {
    reads.reset();
    updates.reset();
    failures.reset();
    long began = System.nanoTime();
    Duration processorBefore = processor();
    return pause(vertx, workload.measured()).map(over -> new Measured(Duration.ofNanos(System.nanoTime() - began),
        processor().minus(processorBefore), reads.getIntervalHistogram(), updates.getIntervalHistogram(), failures.sum()));
  }

  private static Duration processor() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  private static Future<Void> pause(Vertx vertx, Duration time) {
    Promise<Void> over = Promise.promise();
    vertx.setTimer(Math.max(1, time.toMillis()), fired -> over.complete());
    return over.future();
  }

  Workload workload() {
    return workload;
  }

  boolean isRunning() {
    return running;
  }

  void record(boolean read, long nanos, boolean succeeded) {
    (read ? reads : updates).recordValue(Math.min(nanos / 1000, LONGEST_MICROS));
    done.increment();
    if (!succeeded) {
      failures.increment();
    }
  }
}
