package io.ringside.bench;

import io.ringside.Bytes;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.version.Content;
import io.ringside.vertx.LocalCluster;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Measures how fast hints go home: one node is down while the others take writes, comes back, and gets what was kept for it. */
public final class HintReplay {
  private static final long LOOK_MILLIS = 20;
  private static final long TICK_MILLIS = 1000;
  private static final int TRIES = 10;

  private final Vertx vertx;
  private final LocalCluster cluster;
  private final NodeId away;
  private final int count;
  private final byte[] value;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong delivered = new AtomicLong();

  private HintReplay(Vertx vertx, LocalCluster cluster, int count, int valueBytes) {
    this.vertx = vertx;
    this.cluster = cluster;
    this.away = cluster.members().last();
    this.count = count;
    this.value = new byte[valueBytes];
    new Random(1).nextBytes(value);
    cluster.watch(this::saw);
  }

  /**
   * What was measured.
   *
   * @param writing how long so many writes took while the node was away
   * @param delivering from when it served again until nothing was kept for it
   * @param dropped hints that there was no room for
   */
  public record Result(long hints, Duration writing, Duration delivering, long dropped) {}

  /**
   * Completes with the measurement; fails if a write fails again and again. Each of {@code count} keys is written once, by so
   * many clients at a time.
   *
   * @param progress is told once a second what is done
   */
  public static Future<Result> run(
      Vertx vertx, LocalCluster cluster, int count, int clients, int valueBytes, Consumer<String> progress) {
    var replay = new HintReplay(vertx, cluster, count, valueBytes);
    long ticks = vertx.setPeriodic(TICK_MILLIS, tick -> progress.accept(Math.min(count, replay.next.get()) + " written, "
        + replay.kept + " hints kept, " + replay.delivered + " delivered"));
    return replay.run(clients).eventually(() -> {
      vertx.cancelTimer(ticks);
      return Future.succeededFuture();
    });
  }

  private void saw(LoggedEvent logged) {
    Event event = logged.event();
    if (event instanceof Event.HintStored stored && !stored.grown()) {
      kept.incrementAndGet();
    } else if (event instanceof Event.HintDropped) {
      dropped.incrementAndGet();
    } else if (event instanceof Event.HintDelivered) {
      delivered.incrementAndGet();
    }
  }

  private Future<Result> run(int clients) {
    return cluster.kill(away).compose(gone -> {
      long began = System.nanoTime();
      var writers = new ArrayList<Future<Void>>();
      for (int i = 0; i < clients; i++) {
        writers.add(write());
      }
      return Future.all(writers).map(all -> since(began));
    }).compose(writing -> until(() -> kept.get() + dropped.get() >= count)
        .compose(all -> cluster.restart(away))
        .compose(back -> {
          long began = System.nanoTime();
          return until(() -> delivered.get() >= kept.get())
              .map(home -> new Result(kept.get(), writing, since(began), dropped.get()));
        }));
  }

  /** Completes when no key is left to be written. */
  private Future<Void> write() {
    Promise<Void> all = Promise.promise();
    writeNext(all);
    return all.future();
  }

  private void writeNext(Promise<Void> all) {
    int number = next.getAndIncrement();
    if (number >= count) {
      all.complete();
      return;
    }
    write(number, TRIES).onComplete(written -> {
      if (written.succeeded()) {
        writeNext(all);
      } else {
        all.tryFail(written.cause());
      }
    });
  }

  /** A machine that is busy with other things too lets a write fail now and then. */
  private Future<?> write(int number, int tries) {
    var content = new Content(Content.OCTETS, Bytes.wrap(value));
    return cluster.client().put(new Key("bench", "hint-" + number), content)
        .recover(failure -> tries > 1 ? write(number, tries - 1).mapEmpty() : Future.failedFuture(failure));
  }

  private Future<Void> until(BooleanSupplier done) {
    Promise<Void> reached = Promise.promise();
    vertx.setPeriodic(LOOK_MILLIS, look -> {
      if (done.getAsBoolean() && vertx.cancelTimer(look)) {
        reached.complete();
      }
    });
    return reached.future();
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
