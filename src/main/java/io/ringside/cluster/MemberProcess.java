package io.ringside.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One member's JVM. Its log goes to a file, the line with which it says that it is ready comes to us. It holds the other end of
 * its standard input, and ends when that closes: however this JVM dies, no member is left behind.
 */
final class MemberProcess {
  private static final int LAST_WORDS_LINES = 4;
  private static final int LAST_WORDS_BYTES = 64 * 1024;
  private static final int BY_SIGNAL = 128;

  private final Process process;
  private final Path log;
  private final long logStart;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private MemberProcess(Process process, Path log, long logStart) {
    this.process = process;
    this.log = log;
    this.logStart = logStart;
  }

  static MemberProcess start(List<String> command, Path log) {
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      long logStart = Files.exists(log) ? Files.size(log) : 0;
      Process process = new ProcessBuilder(command).redirectError(Redirect.appendTo(log.toFile())).start();
      var member = new MemberProcess(process, log, logStart);
      new Thread(member::watch, "ringside-watch-" + process.pid()).start();
      return member;
    } catch (IOException thrown) {
      throw new ClusterFailure("a member cannot be started: " + thrown.getMessage(), "");
    }
  }

  /** Its first line says that it is ready; what else it writes is read and forgotten, so that it never waits for us. */
  private void watch() {
    try (BufferedReader lines = process.inputReader()) {
      if (lines.readLine() != null) {
        ready.complete(null);
      }
      while (lines.readLine() != null) {
        continue;
      }
    } catch (IOException gone) {
      // as if it had ended: that is what the next line asks for
    }
    process.onExit().thenRun(() -> ready.completeExceptionally(new ClusterFailure(
        "the process " + pid() + " " + ending() + " before it was ready" + lastWords(), "all of its log is in " + log)));
  }

  /** Completes when it serves; fails with a {@link ClusterFailure} in its own last words if it ends before. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  boolean isReady() {
    return ready.isDone() && !ready.isCompletedExceptionally();
  }

  /** Completes when the process is gone. */
  CompletableFuture<?> ended() {
    return process.onExit();
  }

  /** {@code starting}, {@code up}, or how it ended, in words. */
  String state() {
    if (!process.isAlive()) {
      return ending();
    }
    return isReady() ? MemberState.UP : MemberState.STARTING;
  }

  long pid() {
    return process.pid();
  }

  private String ending() {
    int code = process.exitValue();
    return code > BY_SIGNAL ? "was ended by signal " + (code - BY_SIGNAL) : "ended with " + code;
  }

  /** Asks it to end, and makes it end if it has not within the limit. */
  void stop(Duration limit) {
    process.destroy();
    closeInput();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException hurried) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyGone) {
      // then there is nobody to tell
    }
  }

  private String lastWords() {
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(logStart);
      List<String> words = new String(in.readNBytes(LAST_WORDS_BYTES), UTF_8).lines().filter(line -> !line.isBlank()).toList();
      return words.subList(Math.max(0, words.size() - LAST_WORDS_LINES), words.size()).stream()
          .map(line -> "\n  " + line)
          .collect(Collectors.joining());
    } catch (IOException unreadable) {
      return "";
    }
  }
}
