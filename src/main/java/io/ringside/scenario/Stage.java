package io.ringside.scenario;

import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.check.Witnesses;
import io.ringside.client.Client;
import io.ringside.client.Resolver;
import io.ringside.client.Resolvers;
import io.ringside.config.NodeConfig;
import io.ringside.env.Scheduler;
import io.ringside.operation.Count;
import io.ringside.operation.Found;
import io.ringside.operation.OperationFailure;
import io.ringside.operation.Options;
import io.ringside.operation.Written;
import io.ringside.version.CausalContext;
import io.ringside.version.Content;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/** One performance of a scenario: its world, its clients and what each of them has seen. Not safe for more than one thread. */
final class Stage {
  private static final int LOOKS_BEFORE = 60;
  private static final long LOOK_AGAIN_MILLIS = 1000;

  private static final String FAILS = "fails, as it ";

  private final World world;
  private final ClusterShape shape;
  private final SortedSet<Key> keys;
  private final Journal journal;
  private final Judge judge;
  private final Look look;
  private final SortedMap<NodeId, Client> clients = new TreeMap<>();
  private final SortedMap<Key, CausalContext> before = new TreeMap<>();
  private final SortedMap<String, SortedMap<Key, CausalContext>> seen = new TreeMap<>();
  private final Breakage breakage;
  private final Staleness staleness;
  private Counting counting;
  private long beginMillis;

  Stage(World world, ClusterShape shape, SortedSet<Key> keys) {
    this.world = world;
    this.shape = shape;
    this.keys = keys;
    this.breakage = new Breakage(world);
    this.staleness = new Staleness(world::measure);
    boolean ownCluster = world.watched().isPresent();
    NodeConfig config = NodeConfig.of(shape.allSettings().toArray(String[]::new));
    this.journal = new Journal(world.scheduler()::nowMicros, key -> shape.n(), operation -> ownCluster
        ? Witnesses.of(operation, config, shape.nodes())
        : Witnesses.UNKNOWN, ownCluster ? new Reach(world, breakage, shape) : Entitlement.NONE);
    this.judge = new Judge(world, key -> shape.n(), journal, world.watched());
    this.look = new Look(world, this, judge, journal);
  }

  Look look() {
    return look;
  }

  Judge judge() {
    return judge;
  }

  Breakage breakage() {
    return breakage;
  }

  Staleness staleness() {
    return staleness;
  }

  Counting counting() {
    return counting;
  }

  World world() {
    return world;
  }

  /** Covers what was there of a key before the scenario began, which every write of the scenario is written over. */
  CausalContext before(Key key) {
    return before.getOrDefault(key, CausalContext.EMPTY);
  }

  /** Starts the scenario's clock, and begins to count. */
  void begin() {
    var sightings = new Sightings();
    counting = new Counting(world.ring(), shape, keys, journal, sightings);
    journal.beginCount();
    world.watch(sightings::see);
    beginMillis = world.scheduler().nowMillis();
  }

  /** Completes when the scenario's clock shows this time. */
  Future<Void> until(long millis) {
    return rest(beginMillis + millis - world.scheduler().nowMillis());
  }

  Future<Void> rest(long millis) {
    return Turns.rest(world.scheduler(), millis);
  }

  /** Completes when everything is up and whole and it is known what was there before. */
  Future<Void> prepare() {
    return breakage.makeWhole().compose(whole -> Turns
        .aFewAtOnce(List.copyOf(keys), key -> lookBefore(key, LOOKS_BEFORE).map(found -> before.put(key, found.context()))).mapEmpty());
  }

  /** Many nodes that have just started need a while until some owner of each key knows that it has missed nothing. */
  private Future<Found> lookBefore(Key key, int left) {
    return read(key, Manner.USUAL).recover(failure ->
        left > 0 && failure instanceof OperationFailure known && known.kind() == OperationFailure.Kind.CANNOT_TELL
            ? rest(LOOK_AGAIN_MILLIS).compose(rested -> lookBefore(key, left - 1)) : Future.failedFuture(failure));
  }

  Future<List<String>> get(Action.Get get) {
    return asWanted(get.key(), get.manner(), read(get.key(), get.manner()).map(found -> {
      remember(get.manner(), get.key(), found.context());
      return Wording.lines(found.siblings());
    }));
  }

  Future<Found> read(Key key, Manner manner) {
    return client(manner).get(key, withCounts(manner.options(), shape.r()));
  }

  Future<List<String>> put(Action.Put put) {
    return asWanted(put.key(), put.manner(), over(put.key(), put.manner())
        .compose(context -> write(put.key(), put.content(), context, put.manner())));
  }

  Future<List<String>> update(Action.Update update) {
    return asWanted(update.key(), update.manner(), read(update.key(), update.manner())
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
    return asWanted(delete.key(), manner, context
        .compose(over -> client(manner).delete(delete.key(), over))
        .map(written -> stored(manner, delete.key(), written)));
  }

  Future<List<String>> resolve(Action.Resolve resolve) {
    Resolver resolver = Resolvers.named(resolve.resolver());
    return asWanted(resolve.key(), resolve.manner(), client(resolve.manner()).resolve(resolve.key(), resolver).map(found -> {
      remember(resolve.manner(), resolve.key(), found.context());
      return Wording.lines(found.siblings());
    }));
  }

  Future<List<String>> expect(Action.Expect expect) {
    Scheduler scheduler = world.scheduler();
    long from = expect.sinceBeginning() ? beginMillis : scheduler.nowMillis();
    if (scheduler.nowMillis() > from + expect.limitMillis()) {
      return Future.failedFuture(new Unexpected("its time was over before it was its turn"));
    }
    return Patience.until(scheduler, from + expect.limitMillis(), () -> expect.expectation().lookAt(this));
  }

  /** Completes with how many turned out as they should, if all did. */
  Future<List<String>> each(Action.Each each) {
    Function<Action, Future<AsyncResult<List<String>>>> perform = action ->
        action.performOn(this).transform(Future::succeededFuture);
    Future<List<AsyncResult<List<String>>>> all = each.everyMillis() > 0
        ? Turns.paced(world.scheduler(), each.everyMillis(), each.actions(), perform)
        : Turns.aFewAtOnce(each.actions(), perform);
    return all.map(Stage::tallied);
  }

  private static List<String> tallied(List<AsyncResult<List<String>>> outcomes) {
    var wrong = outcomes.stream().filter(AsyncResult::failed).map(outcome -> outcome.cause().getMessage()).toList();
    if (!wrong.isEmpty()) {
      throw new Unexpected(wrong.size() + " of " + outcomes.size() + " are not as they should be; the first: " + wrong.get(0));
    }
    long failed = outcomes.stream().filter(outcome -> outcome.result().stream().anyMatch(line -> line.startsWith(FAILS))).count();
    return List.of(failed == 0
        ? "all " + outcomes.size() + " times"
        : (outcomes.size() - failed) + " succeed and " + failed + " fail, which is right");
  }

  private List<String> stored(Manner manner, Key key, Written written) {
    remember(manner, key, written.context());
    return List.of("stored as " + Wording.dot(written.dot()) + ", clock " + Wording.clock(written.context()));
  }

  private Client client(Manner manner) {
    return clients.computeIfAbsent(manner.via(), via -> journal.recording(via, world.client(via)));
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
        ? Future.failedFuture(new Unseen(manner.client(), key))
        : Future.succeededFuture(context);
  }

  /** What somebody would write over he has not seen: where his operations may fail, the one before may have. */
  private static final class Unseen extends Unexpected {
    private static final long serialVersionUID = 1L;

    private Unseen(String client, Key key) {
      super(client + " has not seen " + key + " before");
    }
  }

  private Future<List<String>> asWanted(Key key, Manner manner, Future<List<String>> outcome) {
    if (manner.success() == Manner.Success.MAYBE) {
      return outcome.recover(failure -> failure instanceof Unseen
          ? Future.succeededFuture(List.of(FAILS + "may: " + failure.getMessage())) : refused(failure, "may"));
    }
    if (mustSucceed(key, manner)) {
      return outcome;
    }
    return outcome.transform(done -> {
      if (done.succeeded()) {
        return Future.failedFuture(new Unexpected("it should have failed, but: " + String.join(" · ", done.result())));
      }
      return refused(done.cause(), "should");
    });
  }

  private static Future<List<String>> refused(Throwable failure, String how) {
    return failure instanceof OperationFailure
        ? Future.succeededFuture(List.of(FAILS + how + ": " + failure.getMessage()))
        : Future.failedFuture(failure);
  }

  /** As things are when the operation begins. */
  private boolean mustSucceed(Key key, Manner manner) {
    return switch (manner.success()) {
      case ALWAYS -> true;
      case NEVER, MAYBE -> false;
      case WITH_QUORUM -> breakage.ownersWithin(manner.via(), key, shape.n())
          >= manner.options().primaries().resolve(shape.n(), 0);
    };
  }
}
