package io.ringside.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.env.Env;
import io.ringside.event.Event;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.membership.Member.Status;
import io.ringside.message.Ack;
import io.ringside.message.Held;
import io.ringside.message.Minted;
import io.ringside.message.News;
import io.ringside.message.Request;
import io.ringside.message.Welcome;
import io.ringside.sim.Life;
import io.ringside.sim.SimScheduler;
import io.ringside.storage.DataStore;
import io.ringside.storage.MemoryDataStore;
import io.ringside.testing.ScriptedTransport;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** One node, n1 of three, through several starts in virtual time; the test plays the others. */
abstract class NodeFixture {
  static final NodeId SELF = NodeId.of("n1");
  static final NodeId P2 = NodeId.of("n2");
  static final NodeId P3 = NodeId.of("n3");
  static final List<NodeId> ROSTER = List.of(SELF, P2, P3);
  static final Key CART = Key.of("cart");

  final SimScheduler world = new SimScheduler();
  final ScriptedTransport transport = new ScriptedTransport();
  final List<Event> events = new ArrayList<>();
  final Random chance = new Random(11);
  NodeConfig config = config("n1=h:1,n2=h:2,n3=h:3");
  MemoryDataStore disk = new MemoryDataStore();
  Node node;
  private Life life;
  private int requests;

  static NodeConfig config(String members, String... more) {
    return NodeConfig.of(Stream.concat(
        Stream.of("node.name=n1", "cluster.members=" + members, "cluster.partitions=16"), Stream.of(more)).toArray(String[]::new));
  }

  /** Peers that answer everything, and remember this start of the node. */
  final void remembers(long start, NodeId... peers) {
    for (NodeId peer : peers) {
      transport.on(peer, request -> Future.succeededFuture(answer(start, request)));
    }
  }

  private static Object answer(long start, Request<?> request) {
    if (request instanceof Request.Hello) {
      return new Welcome(start, ClusterView.founding(ROSTER));
    }
    if (request instanceof Request.SyncView) {
      return ClusterView.founding(ROSTER);
    }
    return request instanceof Request.Store ? Ack.STORED : News.NONE;
  }

  final void nobodyAnswers() {
    transport.silence(P2).silence(P3);
  }

  /** A new life of the node on this disk; completes as its start does. */
  final Future<Long> starting(DataStore store) {
    life = world.of(SELF);
    var env = new Env(SELF, transport, life, new Random(chance.nextLong()), events::add);
    node = new Node(env, config, Node.foundingRing(config), store, EventSource.NONE);
    return node.start();
  }

  final long start(MemoryDataStore store) {
    disk = store;
    return resultOf(starting(store));
  }

  final void stop() {
    resultOf(node.stop());
    life.end();
    disk = disk.reopened();
  }

  final void crash() {
    life.end();
    disk = disk.reopened();
  }

  final Minted mint(CausalContext past) {
    return resultOf(minting(past));
  }

  final Future<Minted> minting(CausalContext past) {
    return node.mint(new Request.Mint(CART, past, newRequest(), Optional.of(Content.text("v" + requests)), Optional.empty()));
  }

  /** A write over all that is there. */
  final Minted overwrite() {
    return mint(read().siblings().context());
  }

  final Held read() {
    return resultOf(node.read(new Request.Read(CART)));
  }

  final RequestId newRequest() {
    return RequestId.of("r" + ++requests);
  }

  /** A peer tells what it believes of a member: that it has started so often. */
  final void hearsOfStart(NodeId member, long start) {
    resultOf(node.probe(new Request.Probe(P2, List.of(new Member(member, Member.firstIncarnation(start), Status.ALIVE)))));
  }

  final NodeState remembered() {
    return new Memory(disk).found().result().state();
  }

  final void assertRemembered(long start, long trustedSince, boolean amnesiac, boolean running) {
    NodeState state = remembered();
    assertThat(state).isEqualTo(new NodeState(start, trustedSince, amnesiac, running, state.disk(), state.diskSince()));
  }

  final boolean isAmnesiac() {
    return resultOf(node.showStatus(new Request.ShowStatus())).amnesiac();
  }

  final <E extends Event> List<E> told(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  static <R> R resultOf(Future<R> future) {
    assertThat(future.isComplete()).as("it has ended").isTrue();
    assertThat(future.cause()).isNull();
    return future.result();
  }
}
