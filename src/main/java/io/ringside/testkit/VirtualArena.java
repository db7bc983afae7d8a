package io.ringside.testkit;

import io.ringside.NodeId;
import io.ringside.event.Canonical;
import io.ringside.scenario.ClusterShape;
import io.ringside.scenario.SimWorld;
import io.ringside.scenario.World;
import io.ringside.sim.Tape;
import io.ringside.sim.Wiring;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** Virtual time, in the thread of whoever waits. Not safe for more than one thread. */
final class VirtualArena implements Arena {
  private final SimWorld world;

  VirtualArena(ClusterShape shape, long seed, Wiring wiring, Tape tape) {
    this.world = SimWorld.open(shape, seed, wiring, tape);
  }

  @Override
  public World world() {
    return world;
  }

  @Override
  public <T> Future<T> run(Supplier<Future<T>> work) {
    return work.get();
  }

  @Override
  public void waitFor(Future<?> future, long limitMillis) {
    world.waitFor(future, limitMillis);
  }

  @Override
  public void runFor(long millis) {
    world.runFor(millis);
  }

  @Override
  public Future<Void> crash(NodeId node) {
    return world.crash(node);
  }

  @Override
  public Optional<String> traceHash() {
    return Optional.of(world.hash());
  }

  @Override
  public Optional<String> stateHash() {
    return Optional.of(Canonical.hash(world.state()));
  }

  /** Nothing is open: the world is memory. */
  @Override
  public void close() {}
}
