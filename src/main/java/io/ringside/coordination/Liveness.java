package io.ringside.coordination;

import io.ringside.NodeId;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.env.Mishap;
import io.ringside.env.Scheduler.Timer;
import io.ringside.membership.ClusterView;
import io.ringside.message.Request;
import io.vertx.core.Future;
import java.util.TreeMap;

/**
 * Which nodes are not worth waiting for: those that the own node's gossip suspects, and those that were silent a moment ago. A
 * wrong guess costs a hint or an attempt, never an answer. Not safe for more than one thread.
 */
final class Liveness {
  /** How often the own node is asked for its view. Larger: suspects are tried for longer; smaller: more messages to oneself. */
  static final long FOLLOW_MILLIS = 200;

  /** How long a silent node is left alone before it is tried again, when gossip does not suspect it. */
  static final long SILENCE_MILLIS = 1000;

  private final Env env;
  private final Background background;
  private final TreeMap<NodeId, Long> silentUntil = new TreeMap<>();
  private ClusterView view = ClusterView.EMPTY;
  private long fingerprint = view.fingerprint();
  private Timer next;

  Liveness(Env env) {
    this.env = env;
    this.background = new Background(env.events());
  }

  void start() {
    background.run("follow the view", follow());
    next = env.scheduler().after(FOLLOW_MILLIS, this::start);
  }

  void stop() {
    if (next != null) {
      next.cancel();
    }
  }

  private Future<Void> follow() {
    return env.transport().send(env.self(), new Request.FollowView(fingerprint), FOLLOW_MILLIS).map(latest -> {
      latest.changed().ifPresent(changed -> {
        view = changed;
        fingerprint = changed.fingerprint();
      });
      return null;
    });
  }

  /** False for oneself: without one's own node there is nobody to ask. */
  boolean isSuspect(NodeId node) {
    if (node.equals(env.self())) {
      return false;
    }
    boolean suspected = view.knows(node) && !view.isAlive(node);
    return suspected || env.mishaps().at(Mishap.FALSE_SUSPICION)
        || silentUntil.getOrDefault(node, 0L) > env.scheduler().nowMillis();
  }

  void wasSilent(NodeId node) {
    silentUntil.put(node, env.scheduler().nowMillis() + SILENCE_MILLIS);
  }

  void answered(NodeId node) {
    silentUntil.remove(node);
  }
}
