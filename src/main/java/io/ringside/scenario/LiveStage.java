package io.ringside.scenario;

import io.ringside.event.Events;
import io.ringside.http.ScenarioStage;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.vertx.LocalCluster;
import io.ringside.vertx.VertxScheduler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Plays scenarios in a cluster of this JVM, and in virtual time beside it, one at a time each, whoever asks for them. Safe for any number of threads. */
public final class LiveStage implements ScenarioStage {
  private final VirtualStage virtual;
  private final LocalCluster cluster;
  private final LiveWorld world;
  private final Context context;
  private final Narrator narrator;
  private final long paceMillis;
  private final AtomicBoolean playing = new AtomicBoolean();
  private final AtomicInteger runs = new AtomicInteger();

  /**
   * @param paceMillis what a step without a time waits, so that people can follow
   * @param build which plays: the same seed gives the same run in the same build only
   */
  public LiveStage(Vertx vertx, LocalCluster cluster, ConsistentHashRing ring, Narrator narrator, long paceMillis, String build) {
    this.virtual = new VirtualStage(vertx, build);
    this.cluster = cluster;
    this.context = vertx.getOrCreateContext();
    this.world = new LiveWorld(cluster, ring, new VertxScheduler(vertx, context, Events.NONE));
    this.narrator = narrator;
    this.paceMillis = paceMillis;
  }

  @Override
  public List<Listed> listed() {
    return virtual.listed();
  }

  @Override
  public boolean playsLive() {
    return true;
  }

  @Override
  public Future<String> start(String name) {
    Future<ScenarioResult> played = play(virtual.named(name));
    return played.failed() ? Future.failedFuture(played.cause()) : Future.succeededFuture(name + "-" + runs.incrementAndGet());
  }

  @Override
  public Future<Simulated> simulate(String name, long seed) {
    return virtual.simulate(name, seed);
  }

  @Override
  public Future<Void> record(String name, long seed, Consumer<Buffer> pieces) {
    return virtual.record(name, seed, pieces);
  }

  @Override
  public Future<Buffer> recordText(String text, long seed) {
    return virtual.recordText(text, seed);
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
    return VirtualStage.alone(playing, () -> {
      Promise<ScenarioResult> played = Promise.promise();
      context.runOnContext(here -> Future.succeededFuture()
          .compose(now -> new ScenarioRunner(world, narrator, paceMillis).play(scenario))
          .onComplete(played));
      return played.future();
    });
  }
}
