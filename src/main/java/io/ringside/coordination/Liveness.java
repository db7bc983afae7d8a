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
 * Which nodes are not worth waiting for: those that the own node's gossip suspects, those that were silent a moment ago, and those
 * that are degraded. A wrong guess costs a hint or an attempt, never an answer. Not safe for more than one thread.
 */
final class Liveness {
  /** How often the own node is asked for its view. Larger: suspects are tried for longer; smaller: more messages to oneself. */
  static final long FOLLOW_MILLIS = 200;

  /** How long a silent node is left alone before it is tried again, when gossip does not suspect it. */
  static final long SILENCE_MILLIS = 1000;

  private final Env env;
  private final Background background;
  private final GrayNodes gray;
  private final TreeMap<NodeId, Long> silentUntil = new TreeMap<>();
  private ClusterView view = ClusterView.EMPTY;
  private long fingerprint = view.fingerprint();
  private Timer next;

  Liveness(Env env) {
    this.env = env;
    this.background = new Background(env.events());
    this.gray = new GrayNodes(env.events());
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

  /** Of one's own node only true if it is degraded: whether it is there needs no asking. */
  boolean isSuspect(NodeId node) {
    if (gray.isAvoided(node, env.scheduler().nowMillis())) {
      return true;
    }
    if (node.equals(env.self())) {
      return false;
    }
    boolean suspected = view.knows(node) && !view.isAlive(node);
    return suspected || env.mishaps().at(Mishap.FALSE_SUSPICION)
        || silentUntil.getOrDefault(node, 0L) > env.scheduler().nowMillis();
  }

  /** A data call is sent to it. */
  void asked(NodeId node) {
    gray.asked(node);
  }

  /** It did not answer a data call within a replica's whole limit. */
  void wasSilent(NodeId node) {
    silentUntil.put(node, env.scheduler().nowMillis() + SILENCE_MILLIS);
    failed(node);
  }

  /** It was silent, or said that it cannot now. A node that gossip takes for down is not gray, but dark. */
  void failed(NodeId node) {
    if (!view.knows(node) || view.isAlive(node)) {
      gray.failed(node, env.scheduler().nowMillis());
    }
  }

  /** It answered a data call. */
  void answered(NodeId node, long tookMillis) {
    isThere(node);
    gray.answered(node, env.scheduler().nowMillis(), tookMillis);
  }

  /** A data call to it ended in a way that says nothing of it. */
  void leftOpen(NodeId node) {
    gray.leftOpen(node);
  }

  /** It gave a sign of life. */
  void isThere(NodeId node) {
    silentUntil.remove(node);
  }
}
