package io.ringside.gossip;

import io.ringside.NodeId;
import io.ringside.config.GossipConfig;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.membership.Member;
import io.ringside.membership.Member.Status;
import io.ringside.message.Failure;
import io.ringside.message.News;
import io.ringside.message.Request;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Probes one member per period and suspects it when neither it nor anybody else gives a sign of it. */
final class Prober {
  /*
   * A period of SWIM (section 3.1): ask the member; after the probe's time-out ask k others to ask it; at the end of the period,
   * suspect it unless an answer came either way. A late direct answer still counts, as in the paper. All times are longer while
   * this node finds itself slow.
   */
  /** The share of an asker's patience after which a helper says no: the rest is for the way there and back. */
  private static final double NO_IN_TIME = 0.8;

  private final Env env;
  private final GossipConfig knobs;
  private final Beliefs beliefs;
  private final LocalHealth health;
  private final Background background;
  private final ProbeOrder order;
  private boolean running;

  Prober(Env env, GossipConfig knobs, Beliefs beliefs, LocalHealth health, Background background) {
    this.env = env;
    this.knobs = knobs;
    this.beliefs = beliefs;
    this.health = health;
    this.background = background;
    this.order = new ProbeOrder(others(), env.random());
  }

  /** The first period begins at a random moment within a period, so that nodes started together do not probe together. */
  void start() {
    running = true;
    env.scheduler().after(env.random().nextInt(knobs.periodMillis()), this::period);
  }

  void stop() {
    running = false;
  }

  /** Completes when {@code target} has answered and its news are known, or fails as the transport does. */
  Future<News> ask(NodeId target, long limitMillis) {
    return env.transport().send(target, new Request.Probe(env.self(), beliefs.newsFor(target)), limitMillis)
        .map(answer -> learn(target, answer));
  }

  /**
   * {@link #ask} on behalf of somebody who waits for the rest of a period of its own, by knobs that are equal: a silent target must
   * be known as such before that is over.
   */
  Future<News> askForAnother(NodeId target) {
    double waits = NO_IN_TIME * (knobs.periodMillis() - knobs.probeTimeoutMillis());
    return ask(target, Math.max(1, Math.min(knobs.probeTimeoutMillis(), (long) waits)));
  }

  News learn(NodeId from, News answer) {
    beliefs.heardFrom(from);
    beliefs.learn(answer, "news from " + from);
    return answer;
  }

  /** What was seen of one period is judged before the next one begins, whose length may depend on it. */
  private void period() {
    if (!running) {
      return;
    }
    long timeoutMillis = health.stretched(knobs.probeTimeoutMillis());
    long periodMillis = health.stretched(knobs.periodMillis());
    order.next(node -> beliefs.view().of(node).status() != Status.DEAD)
        .ifPresent(target -> probe(target, timeoutMillis, periodMillis));
    env.scheduler().after(periodMillis, this::period);
  }

  private void probe(NodeId target, long timeoutMillis, long periodMillis) {
    Member probed = beliefs.view().of(target);
    var sign = new Sign();
    background.run("probe", ask(target, periodMillis).map(sign::seen).recover(failure -> noAnswer(failure, sign)));
    env.scheduler().after(timeoutMillis, () -> {
      if (running && !sign.seen) {
        long leftMillis = Math.max(1, periodMillis - timeoutMillis);
        helpers(target).forEach(helper -> background.run("indirect probe", askThrough(helper, target, sign, leftMillis)));
      }
    });
    env.scheduler().after(periodMillis, () -> {
      if (running) {
        judge(probed, sign, periodMillis);
      }
    });
  }

  /** A helper whose no comes in time shows that the silence is the member's, and not this node's own. */
  private void judge(Member probed, Sign sign, long periodMillis) {
    if (sign.seen) {
      health.improve();
    } else {
      if (sign.nos == 0) {
        health.worsen();
      }
      beliefs.suspect(probed, "silent for " + periodMillis + " ms, also to others");
    }
  }

  /** Silence is what a probe is for and no failure of ours. A no is a sign of life. */
  private static Future<Sign> noAnswer(Throwable failure, Sign sign) {
    if (failure instanceof Failure.Unreachable) {
      return Future.succeededFuture(sign);
    }
    return failure instanceof Failure ? Future.succeededFuture(sign.seen(failure)) : Future.failedFuture(failure);
  }

  /** A helper that cannot reach the member either, or that we cannot reach, says nothing about it. */
  private Future<Sign> askThrough(NodeId helper, NodeId target, Sign sign, long limitMillis) {
    return env.transport().send(helper, new Request.ProbeFor(env.self(), target, beliefs.newsFor(helper)), limitMillis)
        .map(answer -> sign.seen(learn(helper, answer)))
        .recover(failure -> {
          if (failure instanceof Failure) {
            sign.nos += failure instanceof Failure.Unreachable ? 0 : 1;
            return Future.succeededFuture(sign);
          }
          return Future.failedFuture(failure);
        });
  }

  private List<NodeId> helpers(NodeId target) {
    List<NodeId> able = new ArrayList<>(others());
    able.removeIf(node -> node.equals(target) || !beliefs.view().isAlive(node));
    ProbeOrder.shuffle(able, env.random());
    return able.subList(0, Math.min(knobs.indirectProbes(), able.size()));
  }

  private List<NodeId> others() {
    return beliefs.view().members().keySet().stream().filter(node -> !node.equals(env.self())).toList();
  }

  /** Whether any sign of a probed member was seen in this period; and how many others said no in time. */
  private static final class Sign {
    private boolean seen;
    private int nos;

    private Sign seen(Object answer) {
      seen = true;
      return this;
    }
  }
}
