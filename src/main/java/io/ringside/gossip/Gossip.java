package io.ringside.gossip;

import io.ringside.NodeId;
import io.ringside.config.GossipConfig;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.membership.ClusterView;
import io.ringside.message.Failure;
import io.ringside.message.LatestView;
import io.ringside.message.News;
import io.ringside.message.Request;
import io.ringside.message.ViewReport;
import io.ringside.message.Welcome;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * A node's part in failure detection: it asks and answers probes, suspects the silent, refutes what is said of itself, and
 * spreads news. The roster is fixed; strangers are refused. Not safe for more than one thread.
 */
public final class Gossip {
  /*
   * SWIM as in the paper, with additions that practice asked for: whole views are exchanged now and then (memberlist's push-pull),
   * each message says first what its sender is and what its receiver is accused of (Lifeguard's buddy system), and the dead are
   * tried again, since the roster is fixed and they are expected back. A suspicion that one node alone has lasts longer
   * (SuspicionLimits), and a node that misses answers doubts itself first (LocalHealth): Lifeguard's other two parts.
   */
  private final Env env;
  private final GossipConfig knobs;
  private final Beliefs beliefs;
  private final Prober prober;
  private final ViewExchange exchange;
  private boolean running;

  /**
   * @param roster all members, this node among them
   * @param rememberedStarts what {@link ViewListener#startRose} told in earlier lives of this node
   */
  public Gossip(
      Env env,
      GossipConfig knobs,
      Collection<NodeId> roster,
      SortedMap<NodeId, Long> rememberedStarts,
      ViewListener listener) {
    if (!roster.contains(env.self())) {
      throw new IllegalArgumentException("The roster " + roster + " lacks this node, " + env.self());
    }
    var background = new Background(env.events());
    this.env = env;
    this.knobs = knobs;
    var health = new LocalHealth(knobs.slownessLimit());
    this.beliefs = new Beliefs(env, knobs, roster, rememberedStarts, health, listener);
    this.prober = new Prober(env, knobs, beliefs, health, background);
    this.exchange = new ViewExchange(env, knobs, beliefs, health, background, prober);
  }

  /**
   * Begins to probe and to answer as this node's {@code start}-th start, which must be above all that peers remember. May be
   * called again with a higher one, after {@link ViewListener#ownPast}.
   */
  public void start(long start) {
    beliefs.begin(start);
    if (!running) {
      running = true;
      prober.start();
      exchange.start();
    }
  }

  /** Ends probing; from now on every request is answered with {@link Failure.Unavailable}. */
  public void stop() {
    running = false;
    prober.stop();
    exchange.stop();
    beliefs.end();
  }

  public ClusterView view() {
    return beliefs.view();
  }

  /** The view, unless its fingerprint is known already. */
  public LatestView viewUnless(long known) {
    return known == beliefs.fingerprint() ? LatestView.UNCHANGED : new LatestView(Optional.of(beliefs.view()));
  }

  /** What is believed of whom, and since when. */
  public ViewReport report() {
    return beliefs.report();
  }

  /** Takes over a peer's view, as from the {@link Welcome} that a starting node got. */
  public void learn(NodeId from, ClusterView view) {
    exchange.learn(from, view);
  }

  /**
   * Completes with what is remembered of a starting member, or fails with {@link Failure.Refused} for a stranger. Changes
   * nothing, and is answered even before this node has started: nodes that start together ask one another.
   */
  public Future<Welcome> hello(Request.Hello hello) {
    if (!beliefs.view().knows(hello.from())) {
      return Future.failedFuture(stranger(hello.from()));
    }
    return Future.succeededFuture(new Welcome(beliefs.rememberedStart(hello.from()), beliefs.view()));
  }

  /**
   * Completes with this node's news; or fails with {@link Failure.Refused} for a stranger, {@link Failure.Unavailable} if not
   * running.
   */
  public Future<News> probe(Request.Probe probe) {
    return answer(probe.from(), () -> {
      prober.learn(probe.from(), probe.news());
      return Future.succeededFuture(beliefs.newsFor(probe.from()));
    });
  }

  /**
   * Completes with news, the target's state among them, once the target has answered; or fails as this node's probe of it fails,
   * early enough for the asker to hear of it.
   */
  public Future<News> probeFor(Request.ProbeFor probe) {
    if (!beliefs.view().knows(probe.target())) {
      return Future.failedFuture(stranger(probe.target()));
    }
    return answer(probe.from(), () -> {
      prober.learn(probe.from(), probe.news());
      Future<?> sign = probe.target().equals(env.self())
          ? Future.succeededFuture() : prober.askForAnother(probe.target());
      return sign.map(seen -> newsWith(probe.target(), probe.from()));
    });
  }

  /** Completes with this node's view after both were merged; fails like {@link #probe}. */
  public Future<ClusterView> syncView(Request.SyncView sync) {
    return answer(sync.from(), () -> {
      beliefs.heardFrom(sync.from());
      exchange.learn(sync.from(), sync.view());
      return Future.succeededFuture(beliefs.view());
    });
  }

  private News newsWith(NodeId target, NodeId receiver) {
    var told = new ArrayList<>(List.of(beliefs.view().of(target)));
    News news = beliefs.newsFor(receiver);
    told.addAll(news.members());
    return new News(told, news.accusers());
  }

  private <R> Future<R> answer(NodeId from, Supplier<Future<R>> answer) {
    if (!beliefs.view().knows(from)) {
      return Future.failedFuture(stranger(from));
    }
    return running ? answer.get() : Future.failedFuture(new Failure.Unavailable(env.self() + " is not running"));
  }

  private Failure stranger(NodeId node) {
    return new Failure.Refused(node + " is not in the founding roster of " + env.self() + ": "
        + beliefs.view().members().keySet());
  }
}
