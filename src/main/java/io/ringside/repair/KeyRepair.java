package io.ringside.repair;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.env.Env;
import io.ringside.env.TimeLimit;
import io.ringside.era.Eras;
import io.ringside.event.Event;
import io.ringside.message.Held;
import io.ringside.message.Inspection;
import io.ringside.message.Request;
import io.ringside.version.Siblings;
import io.vertx.core.Future;

/** Makes two owners' records of one key equal, by merging each into the other. */
final class KeyRepair {
  private final Env env;
  private final TimeLimit limit;
  private final Eras eras;

  KeyRepair(Env env, long limitMillis, Eras eras) {
    this.env = env;
    this.limit = new TimeLimit(limitMillis);
    this.eras = eras;
  }

  /**
   * Two owners hold the same now.
   *
   * @param changed whether they did not before
   * @param known whether anything is held, or the other is sure that there is nothing
   */
  record Settled(boolean changed, boolean known) {}

  /**
   * Completes once both hold what either knew; fails as either of them does. Hints have no part in it: what they bring will be
   * merged when they come home.
   *
   * @param bytes that may be under way at the same time, if it is known: so much longer an answer is waited for
   */
  Future<Settled> settle(NodeId peer, Key key, long bytes) {
    long era = eras.of(key);
    return held(env.self(), key, era, bytes).compose(own -> held(peer, key, era, bytes).compose(theirs -> {
      Siblings merged = own.siblings().merge(theirs.siblings());
      boolean known = theirs.synchronised() || !merged.isEmpty();
      long enough = Math.max(bytes, bodyBytes(merged));
      return bring(env.self(), key, own.siblings(), merged, era, enough).compose(changed ->
          bring(peer, key, theirs.siblings(), merged, era, enough)
              .map(changedToo -> new Settled(changed || changedToo, known)));
    })).recover(failure -> {
      eras.noticed(key, failure);
      return Future.failedFuture(failure);
    });
  }

  private static long bodyBytes(Siblings siblings) {
    return siblings.versions().values().stream().flatMap(version -> version.content().stream())
        .mapToLong(content -> content.body().size()).sum();
  }

  /** Completes with what a node has of its own. */
  Future<Held> held(NodeId node, Key key) {
    return held(node, key, eras.of(key), 0);
  }

  private Future<Held> held(NodeId node, Key key, long era, long bytes) {
    return env.transport().send(node, new Request.Inspect(key, era), limit.forBytes(bytes)).map(Inspection::own);
  }

  private Future<Boolean> bring(NodeId node, Key key, Siblings has, Siblings merged, long era, long bytes) {
    if (merged.equals(has)) {
      return Future.succeededFuture(false);
    }
    env.events().emit(new Event.TreeRepaired(key, node));
    var store = new Request.Store(key, merged, Request.Store.Reason.ANTI_ENTROPY, era);
    return env.transport().send(node, store, limit.forBytes(bytes)).map(true);
  }
}
