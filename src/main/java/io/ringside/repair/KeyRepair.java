package io.ringside.repair;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.env.Env;
import io.ringside.event.Event;
import io.ringside.message.Ack;
import io.ringside.message.Request;
import io.ringside.version.Siblings;
import io.vertx.core.Future;

/** Makes two owners' records of one key equal, by merging each into the other. */
final class KeyRepair {
  private final Env env;
  private final long limitMillis;

  KeyRepair(Env env, long limitMillis) {
    this.env = env;
    this.limitMillis = limitMillis;
  }

  /**
   * Completes with true once both hold what either knew, false if they did not differ; fails as either of them does. Hints have no
   * part in it: what they bring will be merged when they come home.
   */
  Future<Boolean> settle(NodeId peer, Key key) {
    return held(env.self(), key).compose(own -> held(peer, key).compose(theirs -> {
      Siblings merged = own.merge(theirs);
      return bring(env.self(), key, own, merged)
          .compose(changed -> bring(peer, key, theirs, merged).map(changedToo -> changed || changedToo));
    }));
  }

  private Future<Siblings> held(NodeId node, Key key) {
    return env.transport().send(node, new Request.Inspect(key), limitMillis).map(inspection -> inspection.own().siblings());
  }

  private Future<Boolean> bring(NodeId node, Key key, Siblings has, Siblings merged) {
    if (merged.equals(has)) {
      return Future.succeededFuture(false);
    }
    env.events().emit(new Event.TreeRepaired(key, node));
    Future<Ack> stored =
        env.transport().send(node, new Request.Store(key, merged, Request.Store.Reason.ANTI_ENTROPY), limitMillis);
    return stored.map(true);
  }
}
