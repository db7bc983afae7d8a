package io.ringside.gossip;

import io.ringside.NodeId;
import io.ringside.config.GossipConfig;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.membership.Member.Status;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.vertx.core.Future;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Exchanges whole views: now and then with a live member, and more often with a dead one, which may have come back. */
final class ViewExchange {
  /**
   * A dead member is tried once in so many periods. More: a healed partition is noticed later; fewer: more messages to nowhere.
   */
  static final int PERIODS_PER_RETRY = 4;

  private final Env env;
  private final GossipConfig knobs;
  private final Beliefs beliefs;
  private final LocalHealth health;
  private final Background background;
  private final Prober prober;
  private final SortedSet<NodeId> confronted = new TreeSet<>();
  private boolean running;

  ViewExchange(
      Env env, GossipConfig knobs, Beliefs beliefs, LocalHealth health, Background background, Prober prober) {
    this.env = env;
    this.knobs = knobs;
    this.beliefs = beliefs;
    this.health = health;
    this.background = background;
    this.prober = prober;
  }

  /** The first exchange comes within a period: a node that starts has most to tell and most to learn. */
  void start() {
    running = true;
    env.scheduler().after(env.random().nextInt(knobs.periodMillis()), this::exchangeWithAliveOne);
    env.scheduler().after(env.random().nextInt(knobs.periodMillis()), this::retryDeadOne);
  }

  void stop() {
    running = false;
  }

  /**
   * Merges another node's view. What it has against a member that is alive to us is not taken at its word: the member is
   * confronted first, so that it can refute. After a partition heals, each side holds the other for dead; without this the first
   * exchange would make each side suspect its own.
   */
  void learn(NodeId from, ClusterView view) {
    String reason = "view of " + from;
    beliefs.view().newerIn(view).forEach(belief -> {
      if (isNewAccusation(belief)) {
        confront(belief);
      } else {
        beliefs.learn(belief, List.of(), reason);
      }
    });
  }

  private boolean isNewAccusation(Member belief) {
    if (belief.isAlive() || belief.node().equals(env.self()) || !beliefs.view().knows(belief.node())) {
      return false;
    }
    Member ours = beliefs.view().of(belief.node());
    return ours.isAlive() && ours.start() > 0 && belief.overrides(ours) && beliefs.isCredible(belief);
  }

  /** Asks the accused itself; a silent one is then suspected, of the incarnation that it was accused of. */
  private void confront(Member belief) {
    if (!running || !confronted.add(belief.node())) {
      return;
    }
    var request = new Request.Probe(env.self(), List.of(beliefs.view().of(env.self()), belief));
    long limitMillis = health.stretched(knobs.probeTimeoutMillis());
    background.run("confront", env.transport().send(belief.node(), request, limitMillis)
        .map(answer -> prober.learn(belief.node(), answer))
        .eventually(() -> {
          confronted.remove(belief.node());
          return Future.succeededFuture();
        })
        .recover(failure -> {
          if (failure instanceof Failure.Unreachable) {
            beliefs.learn(belief.with(Status.SUSPECT), List.of(env.self()), "accused by others and silent");
          }
          return expected(failure);
        }));
  }

  private void exchangeWithAliveOne() {
    if (running) {
      env.scheduler().after(knobs.syncPeriodMillis(), this::exchangeWithAliveOne);
      exchangeWithOne(Status.ALIVE);
    }
  }

  private void retryDeadOne() {
    if (running) {
      env.scheduler().after((long) PERIODS_PER_RETRY * knobs.periodMillis(), this::retryDeadOne);
      exchangeWithOne(Status.DEAD);
    }
  }

  private void exchangeWithOne(Status status) {
    List<NodeId> candidates = beliefs.view().members().values().stream()
        .filter(member -> member.status() == status && !member.node().equals(env.self()))
        .map(Member::node).toList();
    if (!candidates.isEmpty()) {
      background.run("view exchange", exchangeWith(candidates.get(env.random().nextInt(candidates.size()))));
    }
  }

  private Future<ClusterView> exchangeWith(NodeId node) {
    return env.transport().send(node, new Request.SyncView(env.self(), beliefs.view()), knobs.periodMillis())
        .map(view -> {
          beliefs.heardFrom(node);
          learn(node, view);
          return view;
        })
        .recover(ViewExchange::expected);
  }

  /** Silence is the prober's affair; here it is no failure. */
  private static <T> Future<T> expected(Throwable failure) {
    return failure instanceof Failure.Unreachable ? Future.succeededFuture() : Future.failedFuture(failure);
  }
}
