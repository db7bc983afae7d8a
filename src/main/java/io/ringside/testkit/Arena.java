package io.ringside.testkit;

import io.ringside.NodeId;
import io.ringside.scenario.World;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;

/** A world that belongs to one test: where its work is done, how its time passes, and how it ends. */
interface Arena extends AutoCloseable {
  World world();

  /** Does the work on the one thread where all of the world's work is done; the future completes there. */
  <T> Future<T> run(Supplier<Future<T>> work);

  /** Lets time pass until the future is complete, well or not, or the limit is reached. */
  void waitFor(Future<?> future, long limitMillis);

  void runFor(long millis);

  /** As {@link World#crash}; it is recorded, too. */
  Future<Void> crash(NodeId node);

  /** What tells two runs apart; empty where no two runs are alike. */
  Optional<String> traceHash();

  /** The hash of what everything amounts to, as a recorded log has it; empty where nobody can look at all at one moment. */
  Optional<String> stateHash();

  @Override
  void close();
}
