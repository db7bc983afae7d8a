package io.ringside.handoff;

import io.ringside.Bytes;
import io.ringside.NodeId;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.env.Mishap;
import io.ringside.message.Failure;
import io.ringside.storage.DataStore;
import io.ringside.storage.Page;
import io.ringside.storage.Space;
import io.ringside.storage.StoreKeys;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** One target's hints on their way home, a batch at a time, each from where the last one ended. Not safe for more than one thread. */
final class Delivery {
  /*
   * The place in the queue moves on with each batch, whether it was taken or not, and goes round. So a delivery that was broken off
   * does not begin with the first hint again, and no hint that fails, time after time, keeps those behind it from their turn.
   */
  private final Env env;
  private final Background background;
  private final DataStore store;
  private final NodeId target;
  private final Pace pace;
  private final BooleanSupplier wanted;
  private final IntSupplier forgettings;
  private final Offer offer;
  private Bytes after = Bytes.EMPTY;
  private boolean underWay;
  private boolean keptBack;
  private long restUntilMillis;

  /** Brings one hint home. */
  interface Offer {
    /**
     * Completes with whether the hint need not be offered again; fails if the others are better not offered now either.
     *
     * @param bytes of all that are offered at the same time
     */
    Future<Boolean> of(Page.Entry hint, long bytes);
  }

  /**
   * @param wanted whether there is anything to deliver, and anybody to deliver it to
   * @param forgettings how often hints were forgotten so far: what was read before is not delivered after
   */
  Delivery(
      Env env, Background background, DataStore store, NodeId target, Pace pace, BooleanSupplier wanted, IntSupplier forgettings,
      Offer offer) {
    this.env = env;
    this.background = background;
    this.store = store;
    this.target = target;
    this.pace = pace;
    this.wanted = wanted;
    this.forgettings = forgettings;
    this.offer = offer;
  }

  /** Offers the hints one time round, unless that is being done already, or the target is to be left alone for now. */
  void begin() {
    if (!underWay && env.scheduler().nowMillis() >= restUntilMillis) {
      underWay = true;
      keptBack = false;
      next();
    }
  }

  private void next() {
    if (wanted.getAsBoolean()) {
      background.run("deliver hints to " + target, batch());
    } else {
      underWay = false;
    }
  }

  /** Completes when a batch has been offered and what follows it is arranged; fails if it was broken off. */
  private Future<Void> batch() {
    int size = env.mishaps().at(Mishap.SMALL_BATCH) ? 1 : pace.batch();
    long begunMillis = env.scheduler().nowMillis();
    int forgotten = forgettings.getAsInt();
    return store.scanReadable(Space.HINTS, StoreKeys.hintPrefix(target), after, size).compose(page -> {
      if (forgettings.getAsInt() != forgotten) {
        throw new Failure.Unavailable("hints were forgotten meanwhile");
      }
      after = page.more() ? page.lastKey() : Bytes.EMPTY;
      return offerAll(page.entries()).map(all -> page);
    }).transform(done -> {
      if (done.failed()) {
        endUntil(pace.backOffMillis(env.random()));
        return Future.failedFuture(done.cause());
      }
      long restMillis = pace.restMillis(begunMillis, env.scheduler().nowMillis(), done.result().entries().size());
      if (done.result().more()) {
        env.scheduler().after(restMillis, this::next);
      } else {
        endUntil(keptBack ? pace.backOffMillis(env.random()) : restMillis);
      }
      return Future.succeededFuture();
    });
  }

  private Future<?> offerAll(List<Page.Entry> hints) {
    long bytes = hints.stream().mapToLong(hint -> hint.value().size()).sum();
    return Future.join(hints.stream().map(hint -> offer.of(hint, bytes).map(done -> {
      keptBack |= !done;
      return done;
    })).toList());
  }

  private void endUntil(long restMillis) {
    restUntilMillis = env.scheduler().nowMillis() + restMillis;
    underWay = false;
  }
}
