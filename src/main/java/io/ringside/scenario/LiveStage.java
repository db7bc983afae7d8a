package io.ringside.scenario;

import io.ringside.event.Events;
import io.ringside.http.ScenarioStage;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.sim.RunLog;
import io.ringside.vertx.LocalCluster;
import io.ringside.vertx.VertxScheduler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Plays scenarios in a cluster of this JVM, one at a time, whoever asks for them. Safe for any number of threads. */
public final class LiveStage implements ScenarioStage {
  private static final byte NEW_LINE = '\n';

  private final ScenarioLibrary library;
  private final Vertx vertx;
  private final LocalCluster cluster;
  private final LiveWorld world;
  private final Context context;
  private final Narrator narrator;
  private final long paceMillis;
  private final String build;
  private final AtomicBoolean playing = new AtomicBoolean();
  private final AtomicBoolean simulating = new AtomicBoolean();
  private final AtomicInteger runs = new AtomicInteger();

  /**
   * @param paceMillis what a step without a time waits, so that people can follow
   * @param build which plays: the same seed gives the same run in the same build only
   */
  public LiveStage(Vertx vertx, LocalCluster cluster, ConsistentHashRing ring, Narrator narrator, long paceMillis, String build) {
    this.build = build;
    this.library = ScenarioLibrary.load();
    this.vertx = vertx;
    this.cluster = cluster;
    this.context = vertx.getOrCreateContext();
    this.world = new LiveWorld(cluster, ring, new VertxScheduler(vertx, context, Events.NONE));
    this.narrator = narrator;
    this.paceMillis = paceMillis;
  }

  @Override
  public List<Listed> listed() {
    return library.all().stream()
        .map(scenario -> new Listed(scenario.name(), scenario.title(), scenario.text())).toList();
  }

  @Override
  public Future<String> start(String name) {
    Future<ScenarioResult> played = play(named(name));
    return played.failed() ? Future.failedFuture(played.cause()) : Future.succeededFuture(name + "-" + runs.incrementAndGet());
  }

  private Scenario named(String name) {
    return library.named(name).orElseThrow(() -> new IllegalArgumentException("there is no scenario " + name));
  }

  /** On a worker thread, since virtual time takes real time to compute. */
  @Override
  public Future<Simulated> simulate(String name, long seed) {
    Scenario scenario = named(name);
    return alone(simulating, () -> vertx.executeBlocking(() -> SimWorld.play(scenario, seed, Narrator.SILENT)))
        .map(played -> new Simulated(seed, played.hash(), told(played.result()), played.result().failures()));
  }

  /** Each line as it comes, so that a log is in memory once. */
  @Override
  public Future<Buffer> record(String name, long seed) {
    Scenario scenario = named(name);
    return alone(simulating, () -> vertx.executeBlocking(() -> {
      Buffer log = Buffer.buffer();
      SimWorld.record(scenario, seed, Narrator.SILENT, new RunLog.Origin(build, name + " --seed " + seed),
          line -> log.appendString(line).appendByte(NEW_LINE));
      return log;
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

  /**
   * Completes with how it went; fails at once with an {@link IllegalStateException} if another scenario is being played, with an
   * {@link IllegalArgumentException} if this one is for virtual time only or for another cluster, and later if the cluster cannot be made ready.
   */
  public Future<ScenarioResult> play(Scenario scenario) {
    if (scenario.whyNotLive().isPresent()) {
      return Future.failedFuture(new IllegalArgumentException(
          scenario.name() + " is not played live: " + scenario.whyNotLive().get()));
    }
    var lacking = new ArrayList<>(scenario.cluster().settings());
    lacking.removeAll(cluster.settings());
    if (!lacking.isEmpty()) {
      return Future.failedFuture(new IllegalArgumentException(scenario.name() + " is not played in this cluster: it is not set to "
          + String.join(" ", lacking)));
    }
    return alone(playing, () -> {
      Promise<ScenarioResult> played = Promise.promise();
      context.runOnContext(here -> Future.succeededFuture()
          .compose(now -> new ScenarioRunner(world, narrator, paceMillis).play(scenario))
          .onComplete(played));
      return played.future();
    });
  }

  /** Fails at once if another one of its kind is being played: a lesson need not wait for what plays live. */
  private static <T> Future<T> alone(AtomicBoolean taken, Supplier<Future<T>> play) {
    return taken.compareAndSet(false, true)
        ? play.get().onComplete(over -> taken.set(false))
        : Future.failedFuture(new IllegalStateException("another scenario is being played"));
  }
}
