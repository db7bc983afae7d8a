package io.ringside.http;

import io.ringside.NodeId;
import io.ringside.env.Transport;
import io.ringside.message.Failure;
import io.ringside.message.Request;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Asks members of the cluster, and takes silence for an answer: a view of a broken cluster must work in a broken cluster. */
final class Nodes {
  /**
   * What one node answered.
   *
   * @param answer empty if none came
   * @param reason why none came, else empty
   */
  record Reply<R>(NodeId node, Optional<R> answer, String reason) {
    boolean isReachable() {
      return answer.isPresent();
    }
  }

  private final NodeId self;
  private final SortedSet<NodeId> members;
  private final Transport transport;
  private final long limitMillis;

  Nodes(NodeId self, SortedSet<NodeId> members, Transport transport, long limitMillis) {
    this.self = self;
    this.members = new TreeSet<>(members);
    this.transport = transport;
    this.limitMillis = limitMillis;
  }

  SortedSet<NodeId> members() {
    return members;
  }

  /** The one that a query names as its {@code node}, all if it names none; a {@link Refusal} if there is no such member. */
  SortedSet<NodeId> chosen(MultiMap query) {
    String name = query.get("node");
    SortedSet<NodeId> chosen = new TreeSet<>(members);
    chosen.removeIf(node -> name != null && !node.name().equals(name));
    if (chosen.isEmpty()) {
      throw Refusal.badRequest("there is no member '" + name + "'", "the members are " + members);
    }
    return chosen;
  }

  NodeId self() {
    return self;
  }

  /** Completes with the node's answer or its silence; fails only for a bug. */
  <R> Future<Reply<R>> ask(NodeId node, Request<R> request) {
    return transport.send(node, request, limitMillis).transform(sent -> {
      if (sent.succeeded()) {
        return Future.succeededFuture(new Reply<>(node, Optional.of(sent.result()), ""));
      }
      return sent.cause() instanceof Failure
          ? Future.succeededFuture(new Reply<>(node, Optional.empty(), sent.cause().getMessage()))
          : Future.failedFuture(sent.cause());
    });
  }

  /** Completes with one reply per node, in the order given. */
  <R> Future<List<Reply<R>>> askAll(Collection<NodeId> nodes, Request<R> request) {
    List<Future<Reply<R>>> replies = nodes.stream().map(node -> ask(node, request)).toList();
    return Future.all(replies).map(all -> all.<Reply<R>>list());
  }

  <R> Future<List<Reply<R>>> askAll(Request<R> request) {
    return askAll(members, request);
  }
}
