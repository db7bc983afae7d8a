package io.ringside.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for what only asking can tell, such as whether another process is ready. */
final class Await {
  private static final long PERIOD_MILLIS = 50;

  private Await() {
  }

  /** True as soon as the condition holds, false if it has not within the limit. What the condition throws is thrown. */
  static boolean until(Duration limit, BooleanSupplier condition) {
    ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor();
    try {
      var held = new CompletableFuture<Void>();
      asking.scheduleWithFixedDelay(() -> ask(condition, held), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
      return within(limit, held);
    } finally {
      asking.shutdownNow();
    }
  }

  private static void ask(BooleanSupplier condition, CompletableFuture<Void> held) {
    try {
      if (condition.getAsBoolean()) {
        held.complete(null);
      }
    } catch (RuntimeException | Error thrown) {
      held.completeExceptionally(thrown);
    }
  }

  /** True as soon as the future is complete, false if it is not within the limit. What it fails with is thrown. */
  static boolean within(Duration limit, CompletableFuture<?> future) {
    try {
      future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ClusterFailure("interrupted while waiting", "");
    }
  }
}
