package io.ringside.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT and SIGTERM into an orderly end with exit code 0 and not the signal's number: to be stopped is what the command
 * was waiting for. Closed when there is nothing left to end.
 */
final class Termination implements AutoCloseable {
  /** What an orderly end may take; then the process ends anyway. */
  private static final long LIMIT_SECONDS = 15;

  private final Runnable stop;
  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "ringside-stop");

  /** For a command that ends by itself once {@link #asked} has completed. */
  Termination() {
    this(() -> { });
  }

  /** For a command that may be busy: {@code stop} is run on another thread as soon as somebody wants the program to end. */
  Termination(Runnable stop) {
    this.stop = stop;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Completes when somebody wants the program to end. */
  CompletableFuture<Void> asked() {
    return asked;
  }

  /** Runs while the JVM shuts down: its exit code would be the signal's, hence the halt. */
  private void end() {
    int code = ExitCode.INTERNAL;
    try {
      asked.complete(null);
      stop.run();
      code = ended.await(LIMIT_SECONDS, TimeUnit.SECONDS) ? ExitCode.OK : ExitCode.INTERNAL;
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }

  /** Returns at once if nobody has asked, and else never: the process ends under its caller, who has nothing more to say. */
  @Override
  public void close() {
    try {
      if (!asked.isDone() && Runtime.getRuntime().removeShutdownHook(hook)) {
        return;
      }
    } catch (IllegalStateException shuttingDown) {
      // the hook runs, or will
    }
    ended.countDown();
    waitForTheEnd();
  }

  private static void waitForTheEnd() {
    while (true) {
      try {
        Thread.currentThread().join();
      } catch (InterruptedException notYet) {
        Thread.interrupted();
      }
    }
  }
}
