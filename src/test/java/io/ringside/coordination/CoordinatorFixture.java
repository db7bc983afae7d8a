package io.ringside.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.env.Env;
import io.ringside.event.Event;
import io.ringside.message.Ack;
import io.ringside.message.Failure;
import io.ringside.message.Held;
import io.ringside.message.HintCounts;
import io.ringside.message.Minted;
import io.ringside.message.NodeStatus;
import io.ringside.message.Request;
import io.ringside.operation.Count;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.Options;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.sim.SimScheduler;
import io.ringside.testing.ScriptedTransport;
import io.ringside.testing.ScriptedTransport.Sent;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A coordinator at {@code c}, which keeps nothing itself, before six scripted nodes in virtual time: three primaries and three
 * fallbacks of one key, named by their place on its preference list.
 */
abstract class CoordinatorFixture {
  static final Key CART = Key.of("cart");
  static final RequestId REQUEST = RequestId.of("r");

  final ScriptedTransport transport = new ScriptedTransport();
  final SimScheduler scheduler = new SimScheduler();
  final List<Event> events = new ArrayList<>();
  final ConsistentHashRing ring = ring();
  final List<NodeId> primaries = ring.preferenceList(CART, 3).primaries();
  final List<NodeId> fallbacks = ring.preferenceList(CART, 3).fallbacks();
  final NodeId p1 = primaries.get(0);
  final NodeId p2 = primaries.get(1);
  final NodeId p3 = primaries.get(2);
  final NodeId f1 = fallbacks.get(0);
  final NodeId f2 = fallbacks.get(1);
  final NodeId f3 = fallbacks.get(2);
  Coordinator coordinator = coordinator();

  private static ConsistentHashRing ring() {
    var roster = new TreeSet<NodeId>();
    for (String name : List.of("n1", "n2", "n3", "n4", "n5", "n6")) {
      roster.add(NodeId.of(name));
    }
    return ConsistentHashRing.founding(roster, 64, 3);
  }

  final Coordinator coordinator(String... settings) {
    return at(NodeId.of("c"), settings);
  }

  final Coordinator at(NodeId self, String... settings) {
    var env = new Env(self, transport, scheduler, new Random(7), events::add);
    return new Coordinator(env, NodeConfig.of(settings), ring);
  }

  static Siblings holding(String node, String text) {
    var version = new Version(CausalContext.EMPTY, RequestId.of(text), 0, Optional.of(Content.text(text)));
    return Siblings.NONE.put(Actor.of(node), version);
  }

  static Siblings deleting(Siblings old, String node) {
    return old.put(Actor.of(node), new Version(old.context(), RequestId.of("delete"), 0, Optional.empty()));
  }

  /** Nodes that mint, store and keep hints as they are asked. */
  final void willing(List<NodeId> nodes) {
    nodes.forEach(node -> transport.on(node, request -> willing(node, request)));
  }

  private static Future<?> willing(NodeId node, Request<?> request) {
    if (request instanceof Request.Mint mint) {
      return Future.succeededFuture(minted(node, mint));
    }
    if (request instanceof Request.ShowStatus) {
      return Future.succeededFuture(status(true));
    }
    return request instanceof Request.Read
        ? Future.succeededFuture(new Held(Siblings.NONE, true)) : Future.succeededFuture(Ack.STORED);
  }

  static NodeStatus status(boolean serves) {
    return new NodeStatus(serves, serves ? "" : "starting", 1, 0, 0, 0, new TreeMap<>(), false, HintCounts.NONE);
  }

  static Minted minted(NodeId node, Request.Mint mint) {
    Actor actor = Actor.of(node.name());
    Siblings siblings = Siblings.NONE.put(actor, new Version(mint.past(), mint.request(), 0, mint.content()));
    return new Minted(siblings.versions().firstKey(), siblings);
  }

  final void holds(Siblings siblings, NodeId... nodes) {
    for (NodeId node : nodes) {
      transport.on(node, request -> request instanceof Request.Read
          ? Future.succeededFuture(new Held(siblings, true)) : willing(node, request));
    }
  }

  final void unavailable(NodeId... nodes) {
    failing(new Failure.Unavailable("disk full"), nodes);
  }

  final void refusing(NodeId... nodes) {
    failing(new Failure.Refused("another ring"), nodes);
  }

  final void failing(Failure failure, NodeId... nodes) {
    for (NodeId node : nodes) {
      transport.on(node, request -> Future.failedFuture(failure));
    }
  }

  final void silent(NodeId... nodes) {
    for (NodeId node : nodes) {
      transport.silence(node);
    }
  }

  /** Makes the coordinator take these primaries for down: it has just met their silence. */
  final void suspected(NodeId... nodes) {
    silent(nodes);
    coordinator.execute(get(Options.DEFAULTS.withQuorum(Count.ALL)));
    transport.forget();
    events.clear();
  }

  static Operation.Get get(Options options) {
    return new Operation.Get(CART, options);
  }

  static Operation.Put put(Options options) {
    return new Operation.Put(CART, Content.text("milk"), CausalContext.EMPTY, REQUEST, false, options);
  }

  final List<NodeId> askedTo(Class<? extends Request<?>> kind) {
    return transport.sent().stream().filter(sent -> kind.isInstance(sent.request())).map(Sent::to).toList();
  }

  static OperationFailure failureOf(Future<?> operation) {
    assertThat(operation.isComplete()).as("it has ended").isTrue();
    assertThat(operation.cause()).isInstanceOf(OperationFailure.class);
    return (OperationFailure) operation.cause();
  }

  static <R> R resultOf(Future<R> operation) {
    assertThat(operation.isComplete()).as("it has ended").isTrue();
    assertThat(operation.cause()).isNull();
    return operation.result();
  }
}
