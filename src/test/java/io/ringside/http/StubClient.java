package io.ringside.http;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.operation.Explanation;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.Options;
import io.ringside.operation.Restored;
import io.ringside.operation.Written;
import io.ringside.version.Actor;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.Dot;
import io.ringside.version.RequestId;
import io.ringside.version.Siblings;
import io.ringside.version.Version;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One replica in memory in place of a cluster; fails, or waits, when it is told to. */
final class StubClient implements Client {
  static final long WRITTEN_AT = 1_700_000_000_000L;

  private final Actor actor = new Actor(NodeId.of("n1"), 4711);
  private final SortedMap<Key, Siblings> held = new TreeMap<>();
  final List<Operation<?>> executed = new ArrayList<>();
  final List<NodeId> wentInBy = new ArrayList<>();
  private OperationFailure failure;
  private Promise<Void> gate;
  private long requests;

  @Override
  public Client via(NodeId first) {
    wentInBy.add(first);
    return this;
  }

  void failWith(OperationFailure next) {
    failure = next;
  }

  /** Operations wait from now on, until the promise is completed. */
  Promise<Void> hold() {
    gate = Promise.promise();
    return gate;
  }

  @Override
  public RequestId newRequest() {
    return new RequestId(1, ++requests);
  }

  @Override
  @SuppressWarnings("unchecked")
  public synchronized <R> Future<R> execute(Operation<R> operation) {
    executed.add(operation);
    if (failure != null) {
      return Future.failedFuture(failure);
    }
    Future<Void> opened = gate == null ? Future.succeededFuture() : gate.future();
    return opened.map(open -> (R) answer(operation));
  }

  private Object answer(Operation<?> operation) {
    Siblings before = held.getOrDefault(operation.key(), Siblings.NONE);
    Optional<Explanation> explanation = operation.options().explain() ? Optional.of(explanation(before)) : Optional.empty();
    if (operation instanceof Operation.Put put) {
      if (put.onlyIfAbsent() && !before.versions().isEmpty()) {
        throw new OperationFailure(OperationFailure.Kind.PRECONDITION_FAILED, "it is there", "read it first");
      }
      long ttl = put.options().ttlMillis();
      Content content = ttl == Options.DEFAULT_TTL ? put.content() : put.content().expiringAt(WRITTEN_AT + ttl);
      return write(put.key(), new Version(put.context(), put.request(), WRITTEN_AT, Optional.of(content)), explanation);
    }
    if (operation instanceof Operation.Delete delete) {
      return write(delete.key(), new Version(delete.context(), delete.request(), WRITTEN_AT, Optional.empty()), explanation);
    }
    if (operation instanceof Operation.Restore restore) {
      held.put(restore.key(), before.merge(restore.siblings()));
      return new Restored(2, explanation);
    }
    return new Found(before, explanation);
  }

  private Written write(Key key, Version version, Optional<Explanation> explanation) {
    Siblings before = held.getOrDefault(key, Siblings.NONE);
    Dot dot = before.nextDot(actor);
    held.put(key, before.put(actor, version));
    return new Written(dot, version.past().with(dot), explanation);
  }

  private static Explanation explanation(Siblings held) {
    NodeId n1 = NodeId.of("n1");
    NodeId n4 = NodeId.of("n4");
    return new Explanation(n1, 7, List.of(n1, NodeId.of("n2")), List.of(n4), 2, 0, List.of(
        new Explanation.Attempt(n1, Optional.empty(), "read", "", held.context(), 1, true, false),
        new Explanation.Attempt(n4, Optional.of(NodeId.of("n2")), "read", "", CausalContext.EMPTY, 2, true, true)), 3);
  }
}
