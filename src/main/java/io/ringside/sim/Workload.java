package io.ringside.sim;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Write;
import io.ringside.client.Client;
import io.ringside.operation.Found;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.OperationFailure.Effect;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.ringside.version.RequestId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Clients that read, write, change and delete a few keys, and remember what they were told. */
final class Workload {
  private final SimCluster cluster;
  private final SimSettings settings;
  private final Random random;
  private final List<Write> writes = new ArrayList<>();
  private int steps;
  private int acknowledged;
  private int refused;
  private int unknown;
  private boolean over;

  Workload(SimCluster cluster, SimSettings settings, Random random) {
    this.cluster = cluster;
    this.settings = settings;
    this.random = random;
  }

  void start() {
    List<NodeId> nodes = cluster.nodes();
    for (int i = 0; i < settings.clients(); i++) {
      Client client = cluster.client(nodes.get(i % nodes.size()));
      pauseThenGoOn(client);
    }
  }

  /** What is under way goes on; nothing new begins. */
  void stop() {
    over = true;
  }

  private void pauseThenGoOn(Client client) {
    long pause = 1 + random.nextInt(2 * settings.meanPauseMillis());
    cluster.world().after(pause, () -> {
      if (!over) {
        oneOperation(client).onComplete(done -> pauseThenGoOn(client));
      }
    });
  }

  private Future<?> oneOperation(Client client) {
    Key key = key(random.nextInt(settings.keys()));
    steps++;
    int die = random.nextInt(10);
    if (die < 3) {
      return counted(client.get(key));
    }
    if (die < 5) {
      return write(client, key, CausalContext.EMPTY, Optional.of(value()));
    }
    Optional<Content> content = die < 9 ? Optional.of(value()) : Optional.empty();
    return counted(client.get(key)).compose(found -> write(client, key, found.context(), content));
  }

  static Key key(int number) {
    return Key.of("key-" + number);
  }

  private Content value() {
    return Content.text("value-" + steps);
  }

  private Future<Written> write(Client client, Key key, CausalContext past, Optional<Content> content) {
    RequestId request = client.newRequest();
    Operation<Written> operation = content.isPresent()
        ? new Operation.Put(key, content.get(), past, request, false, Options.DEFAULTS)
        : new Operation.Delete(key, Optional.of(past), request, Options.DEFAULTS);
    return counted(client.execute(operation)).transform(result -> {
      if (result.succeeded() || effectOf(result.cause()) == Effect.UNKNOWN) {
        writes.add(new Write(key, request, past, result.succeeded()));
      }
      return result.succeeded() ? Future.succeededFuture(result.result()) : Future.failedFuture(result.cause());
    });
  }

  private <R> Future<R> counted(Future<R> operation) {
    return operation.transform(result -> {
      if (result.succeeded()) {
        acknowledged++;
        return Future.succeededFuture(result.result());
      }
      if (effectOf(result.cause()) == Effect.UNKNOWN) {
        unknown++;
      } else {
        refused++;
      }
      return Future.failedFuture(result.cause());
    });
  }

  private static Effect effectOf(Throwable failure) {
    return failure instanceof OperationFailure known ? known.effect() : Effect.UNKNOWN;
  }

  /** Completes when every key has been read from all its owners, which brings them up to date. */
  Future<List<Found>> readAll(Client client) {
    Future<List<Found>> all = Future.succeededFuture(new ArrayList<>());
    for (int i = 0; i < settings.keys(); i++) {
      Key key = key(i);
      all = all.compose(found -> client.get(key, Options.DEFAULTS.withExplain(true)).map(one -> {
        found.add(one);
        return found;
      }));
    }
    return all;
  }

  List<Write> writes() {
    return Collections.unmodifiableList(writes);
  }

  /** Those that have ended: acknowledged, refused, or unknown. A step that reads and then writes has two. */
  int operations() {
    return acknowledged + refused + unknown;
  }

  int acknowledged() {
    return acknowledged;
  }

  int refused() {
    return refused;
  }

  int unknown() {
    return unknown;
  }
}
