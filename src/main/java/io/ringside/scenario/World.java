package io.ringside.scenario;

import io.ringside.NodeId;
import io.ringside.check.Watch;
import io.ringside.client.Client;
import io.ringside.env.Scheduler;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.fault.Cut;
import io.ringside.fault.LinkTroubles;
import io.ringside.message.Request;
import io.ringside.physics.StaleShares;
import io.ringside.ring.ConsistentHashRing;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Where a scenario is played: a cluster that can be used, looked into, and broken. All futures complete on one thread or context,
 * the one that plays.
 */
public interface World {
  ConsistentHashRing ring();

  /** The clock that the scenario goes by, and its timers. */
  Scheduler scheduler();

  /** A client that asks {@code preferred} as long as it answers, else another node. */
  Client client(NodeId preferred);

  /** Completes with a node's own answer, whatever is cut; fails if it is down. */
  <R> Future<R> ask(NodeId node, Request<R> request);

  /** Completes with the answers of all these nodes; fails if one of them does not answer. */
  default <R> Future<SortedMap<NodeId, R>> askAll(List<NodeId> nodes, Request<R> request) {
    SortedMap<NodeId, R> answers = new TreeMap<>();
    var asked = nodes.stream().map(node -> ask(node, request).map(answer -> answers.put(node, answer))).toList();
    return Future.join(asked).map(all -> answers);
  }

  boolean isUp(NodeId node);

  /** The nodes that run. */
  default List<NodeId> upNodes() {
    return ring().members().stream().filter(this::isUp).toList();
  }

  /** Completes when the node is gone, without having said goodbye. */
  Future<Void> crash(NodeId node);

  /** Completes when the node, which was down, serves again on its own data. */
  Future<Void> restart(NodeId node);

  /** Completes when nothing is left of the data of a node that is down: its next start finds an empty disk. */
  Future<Void> wipe(NodeId node);

  /** Nothing moves in the node for so long, or, where that cannot be, nothing reaches it nor leaves it. Returns at once. */
  void pause(NodeId node, long millis);

  /** Completes when so many records on the node's disk are damaged, of each kind in turn; fails where that cannot be. */
  Future<Void> rot(NodeId node, int records);

  /** Completes when the node's disk does nothing, and will not for so long; the node lives on. Fails where that cannot be. */
  Future<Void> stallDisk(NodeId node, long millis);

  /** Completes when the node's disk fails every other access, and will for so long. Fails where that cannot be. */
  Future<Void> falterDisk(NodeId node, long millis);

  /** Completes when the node's disk takes no more writes; its next start finds room. */
  Future<Void> fillDisk(NodeId node);

  /** Completes when nothing passes over this link, on top of what was cut before; the other direction still works. */
  Future<Void> cut(Cut link);

  /** Completes when nodes of different groups no longer hear each other. */
  Future<Void> partition(List<SortedSet<NodeId>> groups);

  /** Completes when links work as badly as this says, whatever was said before; fails where one of these troubles cannot be. */
  Future<Void> worsen(LinkTroubles troubles);

  /** Completes when the node's wall clock is so far ahead of the others', or behind; fails where that cannot be. */
  Future<Void> skew(NodeId node, long millis);

  /** Completes when every link works again, as well as ever; nodes that are down stay down, and clocks as they are. */
  Future<Void> heal();

  /** Completes with what was counted in a cluster beside this one, in none of this world's time; fails where that cannot be. */
  Future<StaleShares> measure(Measurement measurement);

  /** Calls this watcher, and no longer any before it, with each event of each node, on whatever thread: it must be quick. */
  void watch(Consumer<LoggedEvent> watcher);

  /**
   * What was watched of it from its first event on, if nobody but those who look at it here has ever used it; empty for a cluster
   * that others use too.
   */
  Optional<Watch> watched();

  /** What nodes said, and sent each other, in a while. */
  record Quiet(List<LoggedEvent> events, List<Request<?>> messages) {
    /** Nobody has looked. */
    static final Quiet UNSEEN = new Quiet(List.of(), List.of());

    public Quiet {
      events = List.copyOf(events);
      messages = List.copyOf(messages);
    }
  }

  /**
   * Completes, when so much time has passed, with what the nodes did meanwhile by themselves; at once with {@link Quiet#UNSEEN}
   * where others use the cluster too. Nobody may ask anything before it has.
   */
  Future<Quiet> quietFor(long millis);

  /** Writes into the cluster's event log. */
  void note(Event.Note note);

  /** What nobody expects, as far as this world notices: exceptions in nodes, in requests or in the background. */
  List<String> bugs();
}
