package io.ringside.node;

import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.env.Background;
import io.ringside.env.Env;
import io.ringside.gossip.Gossip;
import io.ringside.membership.Member;
import io.ringside.message.Request;
import io.ringside.message.Welcome;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Settles with the peers which start of its node this is: at its beginning, and whenever one of them remembers more. Not safe
 * for more than one thread.
 */
final class StartNumber {
  /** How long a node waits before it tries again to note that it has lost a past. */
  private static final long RETRY_MILLIS = 500;

  /** Whoever was not there at the start is asked after this, and again until it answers. */
  private static final long LATE_HELLO_MILLIS = 1000;

  private final Env env;
  private final NodeConfig config;
  private final List<NodeId> peers;
  private final Identity identity;
  private final Gossip gossip;
  private final Runnable whenLost;
  private final Background background;
  private final Acquaintance acquaintance;
  private boolean begun;
  private boolean ended;

  /** @param whenLost runs when it turns out that this node has lost a past */
  StartNumber(
      Env env, NodeConfig config, Collection<NodeId> members, Identity identity, Gossip gossip, Runnable whenLost) {
    this.env = env;
    this.config = config;
    this.peers = members.stream().filter(member -> !member.equals(env.self())).toList();
    this.identity = identity;
    this.gossip = gossip;
    this.whenLost = whenLost;
    this.background = new Background(env.events());
    this.acquaintance = new Acquaintance(peers);
  }

  /** Whether no other disk of this node was in a start of the present number, as far as anybody remembers. */
  boolean isOnlyOne() {
    return acquaintance.isOnlyOneIn(identity.state().start());
  }

  /** A peer has said hello. */
  void greetedBy(Request.Hello hello) {
    if (hello.blank()) {
      acquaintance.met(hello.from());
    }
  }

  /** Completes with the welcomes of those that are there, when it is on disk which start this is. */
  Future<List<Welcome>> ask() {
    var welcomes = new ArrayList<Welcome>();
    return withEach(peers, peer -> sayHello(peer).map(welcome -> {
      acquaintance.met(peer);
      welcomes.add(welcome);
      return null;
    })).compose(asked -> decide(welcomes)).map(welcomes);
  }

  private Future<Welcome> sayHello(NodeId peer) {
    var hello = new Request.Hello(env.self(), identity.state().start(), identity.isBlank() && !begun);
    return env.transport().send(peer, hello, config.quorum().replicaTimeoutMillis()).map(welcome -> {
      gossip.learn(peer, welcome.view());
      return welcome;
    });
  }

  /** Completes when each of them has been asked, whatever became of it. */
  private static Future<Void> withEach(List<NodeId> some, Function<NodeId, Future<Void>> ask) {
    return Future.join(some.stream().map(ask).toList()).transform(ended -> Future.succeededFuture());
  }

  private Future<NodeState> decide(List<Welcome> welcomes) {
    long start = identity.state().start();
    long remembered = welcomes.stream().mapToLong(Welcome::rememberedStart)
        .filter(other -> Member.isCredibleStart(other, start)).max().orElse(0);
    return remembered >= start ? forget(remembered) : trustIfMajority(welcomes.size());
  }

  /** A peer that was away may have missed a start; of two majorities one peer has heard of both. */
  private Future<NodeState> trustIfMajority(int ofPeers) {
    boolean majority = peers.isEmpty() || 2 * ofPeers > peers.size();
    return majority ? Future.succeededFuture(identity.state()) : identity.become(NodeState::withUnknownPast);
  }

  /** Completes when this node has durably taken a start above the one that a peer remembers and it does not. */
  private Future<NodeState> forget(long remembered) {
    identity.lost(remembered);
    whenLost.run();
    return identity.takeStartAbove(remembered);
  }

  /** Completes when the peers that are there remember this start; if they are too few, when no earlier epoch is trusted. */
  Future<NodeState> announce() {
    gossip.start(identity.state().start());
    var sync = new Request.SyncView(env.self(), gossip.view());
    var told = new ArrayList<NodeId>();
    return withEach(peers, peer -> env.transport().send(peer, sync, config.gossip().probeTimeoutMillis()).map(view -> {
      gossip.learn(peer, view);
      told.add(peer);
      return null;
    })).compose(announced -> trustIfMajority(told.size()));
  }

  /** Begins to ask those that were not there. */
  void start() {
    begun = true;
    askStrangersLater();
  }

  /** Nothing is asked or taken any more. */
  void stop() {
    ended = true;
  }

  private void askStrangersLater() {
    if (!ended && !isOnlyOne()) {
      env.scheduler().after(LATE_HELLO_MILLIS, () -> background.run("meet those who were away", askStrangers()));
    }
  }

  /** Completes when all that are there have been asked, and the number that follows from it, if it is known, is on disk. */
  private Future<Void> askStrangers() {
    List<NodeId> present = acquaintance.strangers().stream().filter(gossip.view()::isAlive).toList();
    return withEach(present, peer -> sayHello(peer).map(welcome -> {
      metLate(peer, welcome.rememberedStart());
      return null;
    })).compose(asked -> acquaintance.strangers().isEmpty() ? takeOnlyOne() : Future.succeededFuture()).eventually(() -> {
      askStrangersLater();
      return Future.succeededFuture();
    });
  }

  private void metLate(NodeId peer, long told) {
    long start = identity.state().start();
    long remembered = Member.isCredibleStart(told, start) ? told : 0;
    acquaintance.metLate(peer, remembered);
    if (remembered > start) {
      remembers(remembered);
    }
  }

  /** Whoever remembers more than this start tells of a loss, which is settled first. */
  private Future<Void> takeOnlyOne() {
    return identity.become(now -> ended || !identity.isSettled() || acquaintance.remembered() != now.start()
        ? now : now.above(acquaintance.remembered())).map(this::beginAgain);
  }

  /** Somebody remembers this start of this node, which is said too late; until it is settled this node is as one that starts. */
  void remembers(long start) {
    if (start >= identity.state().start() && !ended) {
      background.run("take a higher start", retried(start, forget(start)));
    }
  }

  private Future<Void> retried(long remembered, Future<NodeState> taking) {
    return taking.map(this::beginAgain).recover(failure -> {
      env.scheduler().after(RETRY_MILLIS, () -> {
        if (!ended) {
          background.run("take a higher start", retried(remembered, identity.takeStartAbove(remembered)));
        }
      });
      return Future.failedFuture(failure);
    });
  }

  private Void beginAgain(NodeState taken) {
    if (!ended && taken.start() > gossip.view().of(env.self()).start()) {
      gossip.start(taken.start());
    }
    return null;
  }
}
