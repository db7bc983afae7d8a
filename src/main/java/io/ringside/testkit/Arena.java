package io.ringside.testkit;

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

  /** What tells two runs apart; empty where no two runs are alike. */
  Optional<String> traceHash();

  @Override
  void close();
}
