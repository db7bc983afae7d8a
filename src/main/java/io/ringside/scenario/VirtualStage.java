package io.ringside.scenario;

import io.ringside.http.ScenarioStage;
import io.ringside.sim.RunLog;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Plays scenarios in virtual time, one at a time, whoever asks for them; none in a running cluster. Safe for any number of threads. */
public final class VirtualStage implements ScenarioStage {
  private static final byte NEW_LINE = '\n';
  private static final int PIECE_BYTES = 1 << 16;

  private final ScenarioLibrary library = ScenarioLibrary.load();
  private final Vertx vertx;
  private final String build;
  private final AtomicBoolean simulating = new AtomicBoolean();

  /** @param build which plays: the same seed gives the same run in the same build only */
  public VirtualStage(Vertx vertx, String build) {
    this.vertx = vertx;
    this.build = build;
  }

  @Override
  public List<Listed> listed() {
    return library.all().stream()
        .map(scenario -> new Listed(scenario.name(), scenario.title(), scenario.text())).toList();
  }

  @Override
  public boolean playsLive() {
    return false;
  }

  @Override
  public Future<String> start(String name) {
    return Future.failedFuture(new IllegalArgumentException("scenarios are played in virtual time alone here, and not in this cluster"));
  }

  Scenario named(String name) {
    return library.named(name).orElseThrow(() -> new IllegalArgumentException("there is no scenario " + name));
  }

  /** On a worker thread, since virtual time takes real time to compute. */
  @Override
  public Future<Simulated> simulate(String name, long seed) {
    Scenario scenario = named(name);
    return alone(simulating, () -> vertx.executeBlocking(() -> SimWorld.play(scenario, seed, Narrator.SILENT)))
        .map(played -> new Simulated(seed, played.hash(), told(played.result()), played.result().failures()));
  }

  @Override
  public Future<Void> record(String name, long seed, Consumer<Buffer> pieces) {
    Scenario scenario = named(name);
    Context asker = vertx.getOrCreateContext();
    return alone(simulating, () -> asker.executeBlocking(() -> {
      var log = new Pieces(piece -> asker.runOnContext(now -> pieces.accept(piece)));
      SimWorld.record(scenario, seed, Narrator.SILENT, new RunLog.Origin(build, name + " --seed " + seed), log::add);
      log.end();
      return null;
    }));
  }

  @Override
  public Future<Buffer> recordText(String text, long seed) {
    return alone(simulating, () -> vertx.executeBlocking(() ->
        new Rehearsal(build, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime())).play(text, seed)));
  }

  private static List<Played> told(ScenarioResult result) {
    return result.steps().stream()
        .map(step -> new Played(step.step().line(), step.step().text(), step.ok(), step.details(), step.tookMillis())).toList();
  }

  /** Fails at once if another one of its kind is being played: a lesson need not wait for what plays live. */
  static <T> Future<T> alone(AtomicBoolean taken, Supplier<Future<T>> play) {
    return taken.compareAndSet(false, true)
        ? play.get().onComplete(over -> taken.set(false))
        : Future.failedFuture(new IllegalStateException("another scenario is being played"));
  }

  /** Lines, handed on when there are some. */
  private static final class Pieces {
    private final Consumer<Buffer> taker;
    private Buffer piece = Buffer.buffer();

    private Pieces(Consumer<Buffer> taker) {
      this.taker = taker;
    }

    private void add(String line) {
      piece.appendString(line).appendByte(NEW_LINE);
      if (piece.length() >= PIECE_BYTES) {
        end();
      }
    }

    private void end() {
      taker.accept(piece);
      piece = Buffer.buffer();
    }
  }
}
