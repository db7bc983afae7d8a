package io.ringside.scenario;

import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.env.Scheduler;
import io.ringside.event.Event;
import io.ringside.event.LoggedEvent;
import io.ringside.fault.Cut;
import io.ringside.fault.FaultPlan;
import io.ringside.message.Request;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.sim.SimCluster;
import io.ringside.sim.TraceHash;
import io.vertx.core.Future;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Consumer;

/** A simulated cluster as a stage: virtual time, one seed. Plays a minute in a fraction of a second. */
public final class SimWorld implements World {
  /** More virtual time than any scenario needs. */
  private static final long LIMIT_MILLIS = 3_600_000;

  private final TraceHash trace = new TraceHash();
  private final SimCluster cluster;
  private Consumer<LoggedEvent> watcher = event -> {};

  private SimWorld(ClusterShape shape, long seed) {
    this.cluster = new SimCluster(shape.nodes(), seed, shape.allSettings(), trace, event -> watcher.accept(event));
  }

  /** How it went, and the hash of all that happened: the same for the same seed and build, in every JVM. */
  public record Played(ScenarioResult result, String hash) {}

  /** Makes the cluster that the scenario asks for and plays it to the end. */
  public static Played play(Scenario scenario, long seed, Narrator narrator) {
    var world = new SimWorld(scenario.cluster(), seed);
    world.cluster.start();
    ScenarioResult result = world.cluster.await(new ScenarioRunner(world, narrator, 0).play(scenario), LIMIT_MILLIS);
    return new Played(result, world.trace.toString());
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
  public void pause(NodeId node, long millis) {
    cluster.pause(node, millis);
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
    return Future.succeededFuture();
  }

  @Override
  public void watch(Consumer<LoggedEvent> next) {
    watcher = next;
  }

  @Override
  public void note(Event.Note note) {
    trace.add(cluster.world().nowMicros(), "note " + note);
  }

  @Override
  public List<String> bugs() {
    return cluster.bugs();
  }
}
