package io.ringside.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Turns SIGINT and SIGTERM into an orderly end with exit code 0. Closed when there is nothing left to end. */
final class Termination implements AutoCloseable {
  /** What an orderly end may take; then the process ends anyway. */
  private static final long LIMIT_SECONDS = 15;

  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "termination");

  Termination() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Completes when somebody wants the program to end. */
  CompletableFuture<Void> asked() {
    return asked;
  }

  /** Runs while the JVM shuts down: its exit code would be the signal's, hence the halt. */
  private void end() {
    asked.complete(null);
    try {
      boolean orderly = ended.await(LIMIT_SECONDS, TimeUnit.SECONDS);
      Runtime.getRuntime().halt(orderly ? ExitCode.OK : ExitCode.INTERNAL);
    } catch (InterruptedException impatient) {
      Runtime.getRuntime().halt(ExitCode.INTERNAL);
    }
  }

  @Override
  public void close() {
    if (asked.isDone()) {
      ended.countDown();
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      ended.countDown();
    }
  }
}
