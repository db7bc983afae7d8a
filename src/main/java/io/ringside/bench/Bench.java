package io.ringside.bench;

import io.ringside.client.Client;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
  private final List<Future<Void>> ends = new ArrayList<>();
  private final Vertx vertx;
  private final Workload workload;
  private long ticks;
  private volatile boolean running = true;

  private Bench(Vertx vertx, Workload workload) {
    this.vertx = vertx;
    this.workload = workload;
  }

  /**
   * Completes with the measurement. First writes every key, then runs unmeasured for the time of the warm-up.
   *
   * @param clients taken in turn; each may serve several of the workload's
   * @param progress is told once a second how many operations have been done in it
   */
  public static Future<Measured> run(Vertx vertx, List<Client> clients, Workload workload, LongConsumer progress) {
    return start(vertx, clients, workload, progress).compose(bench -> bench.measure().eventually(bench::stop));
  }

  /**
   * The same as a load that goes on until it is stopped; completes when every key was written and the time of the warm-up is over.
   */
  static Future<Bench> start(Vertx vertx, List<Client> clients, Workload workload, LongConsumer progress) {
    var bench = new Bench(vertx, workload);
    return bench.start(clients, progress).map(bench);
  }

  private Future<Void> start(List<Client> clients, LongConsumer progress) {
    List<ClosedLoop> loops = new ArrayList<>();
    for (int i = 0; i < workload.clients(); i++) {
      loops.add(new ClosedLoop(this, clients.get(i % clients.size()), i));
    }
    ticks = vertx.setPeriodic(TICK_MILLIS, tick -> progress.accept(done.sumThenReset()));
    return Future.all(loops.stream().map(ClosedLoop::fill).toList())
        .onFailure(unfilled -> vertx.cancelTimer(ticks))
        .compose(filled -> {
          loops.forEach(loop -> ends.add(loop.run()));
          return vertx.timer(Math.max(1, workload.warmUp().toMillis()), TimeUnit.MILLISECONDS).mapEmpty();
        });
  }

  /** Completes with what is measured from now on, for the time that the workload says. */
  Future<Measured> measure() {
    reads.reset();
    updates.reset();
    failures.reset();
    long began = System.nanoTime();
    Duration processorBefore = processor();
    return vertx.timer(Math.max(1, workload.measured().toMillis()), TimeUnit.MILLISECONDS).map(over -> new Measured(Duration.ofNanos(System.nanoTime() - began),
        processor().minus(processorBefore), reads.getIntervalHistogram(), updates.getIntervalHistogram(), failures.sum()));
  }

  /** Completes when the last operation has ended. */
  Future<Void> stop() {
    running = false;
    vertx.cancelTimer(ticks);
    return Future.all(ends).mapEmpty();
  }

  private static Duration processor() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
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
