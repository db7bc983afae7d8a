package io.ringside.coordination;

import io.ringside.NodeId;
import io.ringside.event.Event;
import io.ringside.event.Events;
import java.util.TreeMap;

/**
 * Which nodes are there and of little use: they answer probes, but data calls fail or drag on. They are asked last, and tried
 * now and then until they are themselves again. Not safe for more than one thread.
 */
final class GrayNodes {
  /*
   * What one coordinator sees of a node is its own affair, and told to nobody: another may see it otherwise, and be right (a bad
   * link). Nothing is sent to find out: a degraded node is given one real call at a time, as in a circuit breaker that is half
   * open, and enough good ones in a row clear it.
   */

  /** A call that takes so many times longer than what is usual at the others is a bad one, */
  static final int SLOW_FACTOR = 10;

  /** but none that is over sooner than this. */
  static final long NEVER_SLOW_MILLIS = 100;

  /** So long a degraded node is left alone after a bad trial. */
  static final long AFTER_BAD_MILLIS = 1_000;

  /** So long after a good one. */
  static final long AFTER_GOOD_MILLIS = 100;

  /** So many good trials in a row end it. One that fails every other call passes them once in a thousand times. */
  static final int GOOD_TRIALS = 10;

  private final Events events;
  private final TreeMap<NodeId, Watched> nodes = new TreeMap<>();

  GrayNodes(Events events) {
    this.events = events;
  }

  private static final class Watched {
    private Conduct conduct = new Conduct();
    private boolean degraded;
    private boolean onTrial;
    private long nextTrialMillis;
    private int goodTrials;
  }

  /** True if a node is degraded and this is not the moment to try it. */
  boolean isAvoided(NodeId node, long nowMillis) {
    Watched watched = nodes.get(node);
    return watched != null && watched.degraded && (watched.onTrial || nowMillis < watched.nextTrialMillis);
  }

  /** A call has been sent to it. */
  void asked(NodeId node) {
    Watched watched = nodes.get(node);
    if (watched != null) {
      watched.onTrial = watched.degraded;
    }
  }

  /** A data call was answered. */
  void answered(NodeId node, long nowMillis, long tookMillis) {
    Watched watched = watched(node);
    boolean slow = tookMillis >= NEVER_SLOW_MILLIS && isSlow(node, nowMillis, tookMillis);
    watched.conduct.answered(nowMillis, tookMillis, slow);
    judge(node, watched, nowMillis, slow);
  }

  /** A data call was met with silence, or with a “cannot now”, by a node that is believed to be alive. */
  void failed(NodeId node, long nowMillis) {
    Watched watched = watched(node);
    watched.conduct.failed(nowMillis);
    judge(node, watched, nowMillis, true);
  }

  /** Nothing is to be concluded from the call that it was sent. */
  void leftOpen(NodeId node) {
    watched(node).onTrial = false;
  }

  private Watched watched(NodeId node) {
    return nodes.computeIfAbsent(node, fresh -> new Watched());
  }

  private void judge(NodeId node, Watched watched, long nowMillis, boolean bad) {
    watched.onTrial = false;
    if (!watched.degraded) {
      if (bad && watched.conduct.isBad(nowMillis)) {
        watched.degraded = true;
        watched.goodTrials = 0;
        watched.nextTrialMillis = nowMillis + AFTER_BAD_MILLIS;
        events.emit(new Event.MemberDegraded(node, "data calls fail or drag on"));
      }
      return;
    }
    watched.goodTrials = bad ? 0 : watched.goodTrials + 1;
    watched.nextTrialMillis = nowMillis + (bad ? AFTER_BAD_MILLIS : AFTER_GOOD_MILLIS);
    if (watched.goodTrials >= GOOD_TRIALS) {
      watched.degraded = false;
      watched.conduct = new Conduct();
      events.emit(new Event.MemberRecovered(node));
    }
  }

  /** Against the median of the others' means: one slow node among many does not make slowness usual. */
  private boolean isSlow(NodeId node, long nowMillis, long tookMillis) {
    double[] others = nodes.entrySet().stream().filter(other -> !other.getKey().equals(node))
        .mapToDouble(other -> other.getValue().conduct.meanMillis(nowMillis)).filter(mean -> mean >= 0).sorted().toArray();
    return others.length > 0 && tookMillis >= SLOW_FACTOR * others[others.length / 2];
  }
}
