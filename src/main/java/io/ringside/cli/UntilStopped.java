package io.ringside.cli;

import java.io.PrintWriter;

/**
 * Lets a command run until SIGINT or SIGTERM, which then ends the process with 0 and not with the signal's number: to be stopped is what
 * it was waiting for.
 */
final class UntilStopped {
  private final Thread hook;

  private UntilStopped(Thread hook) {
    this.hook = hook;
  }

  /** From now on a signal runs {@code stop}, which should take seconds at most, and ends the process. */
  static UntilStopped onSignal(Runnable stop, PrintWriter out) {
    var hook = new Thread(() -> {
      int code = ExitCode.INTERNAL;
      try {
        stop.run();
        code = ExitCode.OK;
      } finally {
        out.flush();
        Runtime.getRuntime().halt(code);
      }
    }, "ringside-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    return new UntilStopped(hook);
  }

  /** Ends the process as a signal would. Returns at once. */
  static void stopNow() {
    new Thread(() -> System.exit(ExitCode.OK), "ringside-exit").start();
  }

  /** For a command that ends by itself: a signal means nothing more than usual. */
  void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyStopping) {
      waitForTheEnd();
    }
  }

  /** Never returns: the process ends under it. */
  static void waitForTheEnd() {
    while (true) {
      try {
        Thread.currentThread().join();
      } catch (InterruptedException notYet) {
        Thread.interrupted();
      }
    }
  }
}
