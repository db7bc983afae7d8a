package io.ringside.backup;

import io.ringside.client.Client;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.Options;
import io.ringside.operation.Restored;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Brings what snapshots hold into a cluster: each key as a merge, so that it may be done again and nothing newer is lost. It
 * blocks: call it off every event loop. Used once.
 */
public final class Restoration {
  /** Keys on their way at once. More: faster until disks are the limit; fewer: kinder to clients. */
  static final int IN_FLIGHT = 32;

  /** A key takes the place of one more for each so many bytes of it, so that large ones come one after the other. */
  static final int BYTES_PER_PLACE = 128 * 1024;

  /** A key that the cluster cannot take now is offered so many times; then the restore stops. */
  static final int TRIES = 6;

  /** Before the second try, and twice as long before each further one: half a minute in all. */
  static final long FIRST_PAUSE_MILLIS = 1_000;

  /** Refusals that are told in words; the others are counted. */
  static final int REFUSALS_TOLD = 10;

  /**
   * How far it is.
   *
   * @param keys that are with W nodes
   * @param hints that are, likewise
   * @param refused which this cluster will not take, now or later
   * @param refusals the first of them, each with its reason
   * @param stopped why it ended before all were offered
   */
  public record Progress(long keys, long hints, long refused, List<String> refusals, Optional<String> stopped) {
    public Progress {
      refusals = List.copyOf(refusals);
    }
  }

  private final Client client;
  private final Consumer<Progress> watcher;
  private final Semaphore room = new Semaphore(IN_FLIGHT);
  private final long pauseMillis;
  private final List<String> refusals = new ArrayList<>();
  private long keys;
  private long hints;
  private long refused;
  private String stopped;

  /** {@code watcher} is told how far it is before each key is sent. */
  public Restoration(Client client, Consumer<Progress> watcher) {
    this(client, watcher, FIRST_PAUSE_MILLIS);
  }

  Restoration(Client client, Consumer<Progress> watcher, long pauseMillis) {
    this.client = client;
    this.watcher = watcher;
    this.pauseMillis = pauseMillis;
  }

  /** Returns when every item has been taken or refused, or the cluster has not been able to take one for too long. */
  public Progress run(Iterator<Contents.Item> contents) {
    while (contents.hasNext() && !isStopped()) {
      Contents.Item item = contents.next();
      if (item.siblings().isEmpty()) {
        continue;
      }
      int places = placesOf(item);
      room.acquireUninterruptibly(places);
      watcher.accept(progress());
      bring(new Operation.Restore(item.key(), item.siblings(), Options.DEFAULTS), TRIES, pauseMillis).onComplete(ended -> {
        if (ended.succeeded()) {
          taken(item);
        } else {
          failed(item, ended.cause());
        }
        room.release(places);
      });
    }
    room.acquireUninterruptibly(IN_FLIGHT);
    return progress();
  }

  private static int placesOf(Contents.Item item) {
    return (int) Math.min(IN_FLIGHT, 1 + item.siblings().valueBytes() / BYTES_PER_PLACE);
  }

  private Future<Restored> bring(Operation.Restore restore, int triesLeft, long pause) {
    return client.execute(restore).recover(failure -> canPass(failure) && triesLeft > 1 && !isStopped()
        ? after(pause).compose(over -> bring(restore, triesLeft - 1, 2 * pause))
        : Future.failedFuture(failure));
  }

  private static boolean canPass(Throwable failure) {
    return failure instanceof OperationFailure known && known.mayRetry();
  }

  private static Future<Void> after(long millis) {
    Promise<Void> over = Promise.promise();
    Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
    later.execute(over::complete);
    return over.future();
  }

  private synchronized void taken(Contents.Item item) {
    if (item.isHint()) {
      hints++;
    } else {
      keys++;
    }
  }

  private synchronized void failed(Contents.Item item, Throwable failure) {
    if (canPass(failure)) {
      stopped = stopped == null ? item.key() + ": " + failure.getMessage() : stopped;
      return;
    }
    refused++;
    if (refusals.size() < REFUSALS_TOLD) {
      refusals.add(item.key() + ": " + failure.getMessage());
    }
  }

  private synchronized boolean isStopped() {
    return stopped != null;
  }

  private synchronized Progress progress() {
    return new Progress(keys, hints, refused, refusals, Optional.ofNullable(stopped));
  }
}
