package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.client.Resolver;
import io.ringside.client.Resolvers;
import io.ringside.env.Scheduler;
import io.ringside.operation.Count;
import io.ringside.operation.Found;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** One performance of a scenario: its world, its clients and what each of them has seen. Not safe for more than one thread. */
final class Stage {
  private final World world;
  private final ClusterShape shape;
  private final Journal journal = new Journal();
  private final Judge judge;
  private final Look look;
  private final SortedMap<NodeId, Client> clients = new TreeMap<>();
  private final SortedMap<Key, CausalContext> before = new TreeMap<>();
  private final SortedMap<String, SortedMap<Key, CausalContext>> seen = new TreeMap<>();
  private long beginMillis;

  Stage(World world, ClusterShape shape) {
    this.world = world;
    this.shape = shape;
    this.judge = new Judge(world, key -> shape.n(), journal);
    this.look = new Look(world, this, judge, journal);
  }

  Look look() {
    return look;
  }

  Judge judge() {
    return judge;
  }

  World world() {
    return world;
  }

  /** Covers what was there of a key before the scenario began, which every write of the scenario is written over. */
  CausalContext before(Key key) {
    return before.getOrDefault(key, CausalContext.EMPTY);
  }

  /** Starts the scenario's clock. */
  void begin() {
    beginMillis = world.scheduler().nowMillis();
  }

  /** Completes when the scenario's clock shows this time. */
  Future<Void> until(long millis) {
    return pause(Math.max(0, beginMillis + millis - world.scheduler().nowMillis()));
  }

  Future<Void> pause(long millis) {
    Promise<Void> over = Promise.promise();
    world.scheduler().after(millis, over::complete);
    return over.future();
  }

  /** Completes when everything is up and whole and it is known what was there before. */
  Future<Void> prepare(SortedSet<Key> keys) {
    return makeWhole().compose(whole -> {
      var reads = keys.stream()
          .map(key -> read(key, Manner.USUAL).map(found -> before.put(key, found.context()))).toList();
      return Future.join(new ArrayList<Future<?>>(reads)).mapEmpty();
    });
  }

  /** Completes when the network is whole and every node is up. */
  Future<Void> makeWhole() {
    return world.heal().compose(healed -> {
      var restarts = new ArrayList<Future<?>>();
      world.ring().members().stream().filter(node -> !world.isUp(node)).forEach(node -> restarts.add(world.restart(node)));
      return Future.join(restarts).mapEmpty();
    });
  }

  Future<List<String>> get(Action.Get get) {
    return asWanted(get.manner(), read(get.key(), get.manner()).map(found -> {
      remember(get.manner(), get.key(), found.context());
      return Wording.lines(found.siblings());
    }));
  }

  Future<Found> read(Key key, Manner manner) {
    return client(manner).get(key, withCounts(manner.options(), shape.r()));
  }

  Future<List<String>> put(Action.Put put) {
    return asWanted(put.manner(), over(put.key(), put.manner())
        .compose(context -> write(put.key(), put.content(), context, put.manner())));
  }

  Future<List<String>> update(Action.Update update) {
    return asWanted(update.manner(), read(update.key(), update.manner())
        .compose(found -> write(update.key(), update.content(), found.context(), update.manner())));
  }

  private Future<List<String>> write(Key key, Content content, CausalContext context, Manner manner) {
    return client(manner).put(key, content, context, withCounts(manner.options(), shape.w()))
        .map(written -> stored(manner, key, written));
  }

  /** Reads first, so that it is known afterwards what the deletion was over. */
  Future<List<String>> delete(Action.Delete delete) {
    Manner manner = delete.manner();
    Future<CausalContext> context = manner.overSeen()
        ? over(delete.key(), manner)
        : read(delete.key(), manner.withOptions(Options.DEFAULTS)).map(Found::context);
    return asWanted(manner, context
        .compose(over -> client(manner).delete(delete.key(), over))
        .map(written -> stored(manner, delete.key(), written)));
  }

  Future<List<String>> resolve(Action.Resolve resolve) {
    Resolver resolver = Resolvers.named(resolve.resolver());
    return asWanted(resolve.manner(), client(resolve.manner()).resolve(resolve.key(), resolver).map(found -> {
      remember(resolve.manner(), resolve.key(), found.context());
      return Wording.lines(found.siblings());
    }));
  }

  Future<List<String>> crash(NodeId node) {
    return world.crash(node).map(gone -> List.of(node + " is gone"));
  }

  Future<List<String>> restart(NodeId node) {
    return world.restart(node).map(back -> List.of(node + " serves again"));
  }

  Future<List<String>> partition(List<SortedSet<NodeId>> groups) {
    return world.partition(groups).map(cut -> List.of("nothing passes between " + groups));
  }

  Future<List<String>> heal() {
    return world.heal().map(healed -> List.of("every link works"));
  }

  Future<List<String>> expect(Action.Expect expect) {
    Scheduler scheduler = world.scheduler();
    long from = expect.sinceBeginning() ? beginMillis : scheduler.nowMillis();
    return Patience.until(scheduler, from + expect.limitMillis(), () -> expect.expectation().lookAt(this));
  }

  private List<String> stored(Manner manner, Key key, Written written) {
    remember(manner, key, written.context());
    return List.of("stored as " + Wording.dot(written.dot()) + ", clock " + Wording.clock(written.context()));
  }

  private Client client(Manner manner) {
    return clients.computeIfAbsent(manner.via(), via -> journal.recording(world.client(via)));
  }

  /** What the scenario's cluster has, unless the step says otherwise: the same in every world. */
  private Options withCounts(Options options, int usualQuorum) {
    Options counted = options.withN(Count.of(shape.n()));
    return counted.quorum().isDefault() ? counted.withQuorum(Count.of(usualQuorum)) : counted;
  }

  private void remember(Manner manner, Key key, CausalContext context) {
    seen.computeIfAbsent(manner.client(), client -> new TreeMap<>()).put(key, context);
  }

  private Future<CausalContext> over(Key key, Manner manner) {
    if (!manner.overSeen()) {
      return Future.succeededFuture(before(key));
    }
    CausalContext context = seen.getOrDefault(manner.client(), new TreeMap<>()).get(key);
    return context == null
        ? Future.failedFuture(new Unexpected(manner.client() + " has not seen " + key + " before"))
        : Future.succeededFuture(context);
  }

  private static Future<List<String>> asWanted(Manner manner, Future<List<String>> outcome) {
    if (!manner.fails()) {
      return outcome;
    }
    return outcome.transform(done -> {
      if (done.succeeded()) {
        return Future.failedFuture(new Unexpected("it should have failed, but: " + String.join(" · ", done.result())));
      }
      return done.cause() instanceof OperationFailure failure
          ? Future.succeededFuture(List.of("fails, as it should: " + failure.getMessage()))
          : Future.failedFuture(done.cause());
    });
  }
}
