package io.ringside.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Where scenarios are played: in the running cluster, or in virtual time beside it. One is played at a time. */
public interface ScenarioStage {
  /** What a visitor chooses from: a name for the path, a title, and the scenario itself. */
  record Listed(String name, String title, String text) {}

  /** A step of a run that is over: where it stands in the file, whether it was as it should be, and what came of it. */
  record Played(int line, String step, boolean ok, List<String> details, long tookMillis) {
    public Played {
      details = List.copyOf(details);
    }
  }

  /**
   * A whole run in virtual time.
   *
   * @param hash of all that happened: the same seed gives the same one, in every JVM
   * @param failures what was not as it should be, the common epilogue's findings among it
   */
  record Simulated(long seed, String hash, List<Played> steps, List<String> failures) {
    public Simulated {
      steps = List.copyOf(steps);
      failures = List.copyOf(failures);
    }
  }

  /** A text that is no scenario, or none that can be played: where it stops making sense. */
  final class Unplayable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String hint;

    /** @param line and column from 1 */
    public Unplayable(int line, int column, String reason, String hint) {
      super(reason, null, false, false);
      this.line = line;
      this.column = column;
      this.hint = hint;
    }

    int line() {
      return line;
    }

    int column() {
      return column;
    }

    String hint() {
      return hint;
    }
  }

  /** A scenario that takes more than is given to a visitor. */
  final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    public TooMuch(String reason, String hint) {
      super(reason, null, false, false);
      this.hint = hint;
    }

    String hint() {
      return hint;
    }
  }

  /** A stage without scenarios. */
  ScenarioStage EMPTY = new ScenarioStage() {
    @Override
    public List<Listed> listed() {
      return Collections.emptyList();
    }

    @Override
    public boolean playsLive() {
      return false;
    }

    @Override
    public Future<String> start(String name) {
      return Future.failedFuture(new IllegalArgumentException("there is no scenario " + name));
    }

    @Override
    public Future<Simulated> simulate(String name, long seed) {
      return Future.failedFuture(new IllegalArgumentException("there is no scenario " + name));
    }

    @Override
    public Future<Void> record(String name, long seed, Consumer<Buffer> pieces) {
      return Future.failedFuture(new IllegalArgumentException("there is no scenario " + name));
    }

    @Override
    public Future<Buffer> recordText(String text, long seed) {
      return Future.failedFuture(new IllegalArgumentException("nothing is played here"));
    }
  };

  List<Listed> listed();

  /** Whether any can be played in the running cluster. */
  boolean playsLive();

  /**
   * Begins to play a listed scenario in the running cluster; {@code note} events in the event log tell how it goes. Completes
   * with the run's name as soon as it plays, or fails with an {@link IllegalStateException} if another one is being played, with
   * an {@link IllegalArgumentException} if this one cannot be played live.
   */
  Future<String> start(String name);

  /** Plays a listed scenario to its end in virtual time; fails like {@link #start} if another one is being played. */
  Future<Simulated> simulate(String name, long seed);

  /**
   * The same, and tells the run's event log while it goes, lines of JSON for each thing that happened, on the thread that asked;
   * completes after the last piece.
   */
  Future<Void> record(String name, long seed, Consumer<Buffer> pieces);

  /**
   * Plays a scenario that is written here, and completes with its whole event log; within bounds of size and real time; fails with {@link Unplayable} or
   * {@link TooMuch} too.
   */
  Future<Buffer> recordText(String text, long seed);
}
