package io.ringside.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.NodeId;
import io.ringside.check.Watch;
import io.ringside.client.Client;
import io.ringside.env.Scheduler;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.fault.Cut;
import io.ringside.fault.FaultPlan;
import io.ringside.fault.LinkTroubles;
import io.ringside.message.Request;
import io.ringside.physics.StaleShares;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.sim.Damage;
import io.ringside.sim.RunLog;
import io.ringside.sim.SimCluster;
import io.ringside.sim.Tape;
import io.ringside.sim.TraceHash;
import io.ringside.sim.Wiring;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A simulated cluster as a stage: virtual time, one seed. Plays a minute in a fraction of a second. */
public final class SimWorld implements World {
  /** More virtual time than any scenario needs. */
  private static final long LIMIT_MILLIS = 3_600_000;

  private final RunLog log;
  private final TraceHash trace;
  private final Watch watch = new Watch();
  private final SimCluster cluster;
  private final SimLinks links;
  private final Random measurementSeeds;
  private Consumer<LoggedEvent> watcher = event -> {};
  private Consumer<LoggedEvent> quietEvents = event -> {};

  /**
   * @param log null if the run is not recorded
   * @param tape null if nobody takes what happens
   */
  private SimWorld(ClusterShape shape, long seed, Wiring wiring, RunLog log, Tape tape, Consumer<LoggedEvent> always) {
    this.log = log;
    this.trace = new TraceHash(null, tape);
    this.measurementSeeds = new Random(seed);
    this.cluster = new SimCluster(shape.nodes(), seed, shape.allSettings(), wiring, trace, event -> {
      watch.saw(event);
      always.accept(event);
      watcher.accept(event);
      quietEvents.accept(event);
    });
    this.links = new SimLinks(cluster, trace);
  }

  /** How it went, and the hash of all that happened: the same for the same seed and build, in every JVM. */
  public record Played(ScenarioResult result, String hash) {}

  /** Makes the cluster that the scenario asks for and plays it to the end. */
  public static Played play(Scenario scenario, long seed, Narrator narrator) {
    return play(scenario, seed, Wiring.PLAIN, narrator);
  }

  /** With nodes or clients that are wired so, as to find out whether what is wrong with them is noticed. */
  static Played play(Scenario scenario, long seed, Wiring wiring, Narrator narrator) {
    return open(scenario.cluster(), seed, wiring, event -> {}).play(scenario, narrator);
  }

  /**
   * The same, and its event log is recorded, as docs/events.md describes it.
   *
   * @param lines of the log, one for each thing that happened
   */
  public static Played record(Scenario scenario, long seed, Narrator narrator, RunLog.Origin origin, Consumer<String> lines) {
    return recordWhile(() -> true, scenario, seed, narrator, origin, lines)
        .orElseThrow(() -> new IllegalStateException("Not complete within " + LIMIT_MILLIS + " ms of virtual time"));
  }

  /** The same, as long as it may go on, which is asked between any two tasks; empty if it was broken off. */
  static Optional<Played> recordWhile(BooleanSupplier mayGoOn, Scenario scenario, long seed, Narrator narrator,
      RunLog.Origin origin, Consumer<String> lines) {
    ClusterShape shape = scenario.cluster();
    var log = new RunLog(lines);
    var world = new SimWorld(shape, seed, Wiring.PLAIN, log, log, event -> {});
    log.begin(origin, scenario.text(), world.cluster, new RunLog.Quorums(shape.n(), shape.r(), shape.w()), world::state);
    world.cluster.start();
    Future<ScenarioResult> playing = new ScenarioRunner(world, narrator, 0).play(scenario);
    while (!playing.isComplete() && mayGoOn.getAsBoolean() && world.cluster.world().nowMillis() < LIMIT_MILLIS
        && world.cluster.world().runNext()) {
      // the world moves on by one task
    }
    if (!playing.isComplete()) {
      return Optional.empty();
    }
    var played = new Played(world.cluster.await(playing, 0), world.hash());
    log.end(played.hash(), played.result().ok());
    return Optional.of(played);
  }

  /** All that a recorded log tells, as it really is now; but for clients, which nobody records here. */
  public ObjectNode state() {
    ObjectNode state = cluster.state();
    state.putObject("clients");
    ObjectNode broken = state.withObjectProperty("faults");
    links.names().forEach(name -> broken.put(name, 0L));
    return state;
  }

  private Played play(Scenario scenario, Narrator narrator) {
    var runner = new ScenarioRunner(this, narrator, 0);
    ScenarioResult result = cluster.await(runner.play(scenario), LIMIT_MILLIS);
    return new Played(result, hash());
  }

  /**
   * A world of its own, whose nodes serve. Its time passes only in {@link #waitFor} and {@link #runFor}.
   *
   * @param wiring hands out the parts that its nodes are made of
   * @param watcher sees every event of every node, from the first on
   */
  public static SimWorld open(ClusterShape shape, long seed, Wiring wiring, Consumer<LoggedEvent> watcher) {
    return started(new SimWorld(shape, seed, wiring, null, null, watcher));
  }

  /** The same, for who wants to know what is done to the world, too, and what happens in it: from the first moment on. */
  public static SimWorld open(ClusterShape shape, long seed, Wiring wiring, Tape tape) {
    return started(new SimWorld(shape, seed, wiring, null, tape, event -> {}));
  }

  private static SimWorld started(SimWorld world) {
    world.cluster.start();
    return world;
  }

  /** Runs the world until the future is complete, well or not, or the time is up. */
  public void waitFor(Future<?> future, long limitMillis) {
    long until = cluster.world().nowMillis() + limitMillis;
    while (!future.isComplete() && cluster.world().nowMillis() < until && cluster.world().runNext()) {
      // the world moves on by one task
    }
  }

  public void runFor(long millis) {
    cluster.runFor(millis);
  }

  /** Of all that has happened so far: the same for the same seed, build and use, in every JVM. */
  public String hash() {
    return trace.toString();
  }

  @Override
  public ConsistentHashRing ring() {
    return cluster.ring();
  }

  @Override
  public Scheduler scheduler() {
    return cluster.world();
  }

  @Override
  public Client client(NodeId preferred) {
    return cluster.client(preferred);
  }

  @Override
  public <R> Future<R> ask(NodeId node, Request<R> request) {
    return cluster.ask(node, request);
  }

  @Override
  public boolean isUp(NodeId node) {
    return cluster.isUp(node);
  }

  @Override
  public Future<Void> crash(NodeId node) {
    cluster.crash(node);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> restart(NodeId node) {
    return cluster.restart(node).mapEmpty();
  }

  @Override
  public Future<Void> wipe(NodeId node) {
    cluster.wipe(node);
    watch.lostData(node);
    return Future.succeededFuture();
  }

  @Override
  public void pause(NodeId node, long millis) {
    cluster.pause(node, millis);
  }

  @Override
  public Future<Void> rot(NodeId node, int records) {
    Damage[] kinds = Damage.values();
    for (int i = 0; i < records; i++) {
      cluster.damageOneRecord(node, kinds[i % kinds.length]);
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> stallDisk(NodeId node, long millis) {
    cluster.stallDisk(node, millis);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> falterDisk(NodeId node, long millis) {
    cluster.falterDisk(node, millis);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> fillDisk(NodeId node) {
    cluster.setDiskFull(node, true);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> cut(Cut link) {
    cluster.setFaults(cluster.faults().withCut(link.from(), link.to()));
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> partition(List<SortedSet<NodeId>> groups) {
    cluster.setFaults(cluster.faults().partition(groups));
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> heal() {
    cluster.setFaults(FaultPlan.NONE);
    links.worsen(LinkTroubles.NONE);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> worsen(LinkTroubles troubles) {
    links.worsen(troubles);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> skew(NodeId node, long millis) {
    cluster.setSkew(node, millis);
    return Future.succeededFuture();
  }

  /** Each measurement has a seed of its own, which depends on the run's and on how many were before. */
  @Override
  public Future<StaleShares> measure(Measurement measurement) {
    StaleShares shares = measurement.measure(measurementSeeds.nextLong());
    trace.add(cluster.world().nowMicros(), "measured " + shares);
    return Future.succeededFuture(shares);
  }

  @Override
  public void watch(Consumer<LoggedEvent> next) {
    watcher = next;
  }

  @Override
  public Optional<Watch> watched() {
    return Optional.of(watch);
  }

  @Override
  public Future<Quiet> quietFor(long millis) {
    var events = new ArrayList<LoggedEvent>();
    var messages = new ArrayList<Request<?>>();
    quietEvents = events::add;
    cluster.network().watch((from, to, request) -> {
      if (!from.equals(to)) {
        messages.add(request);
      }
    });
    return Turns.rest(cluster.world(), millis).map(over -> {
      quietEvents = event -> { };
      cluster.network().watch((from, to, request) -> { });
      return new Quiet(events, messages);
    });
  }

  @Override
  public void note(Event.Note note) {
    trace.add(cluster.world().nowMicros(), "note " + note);
    if (log != null) {
      log.tell(note);
    }
  }

  @Override
  public List<String> bugs() {
    return cluster.bugs();
  }
}
