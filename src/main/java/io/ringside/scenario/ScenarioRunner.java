package io.ringside.scenario;

import io.ringside.event.Event;
import io.ringside.operation.OperationFailure;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays a scenario in a world, checks each step, and tells of it: in the cluster's event log and through a narrator. Plays one
 * scenario at a time; not safe for more than one thread.
 */
public final class ScenarioRunner {
  private final World world;
  private final Narrator narrator;
  private final long paceMillis;

  /** @param paceMillis what a step without a time waits before it starts, so that people can follow */
  public ScenarioRunner(World world, Narrator narrator, long paceMillis) {
    this.world = world;
    this.narrator = narrator;
    this.paceMillis = paceMillis;
  }

  /** Completes with how it went, well or not; fails only if the cluster cannot even be made ready for it. */
  public Future<ScenarioResult> play(Scenario scenario) {
    if (!world.ring().members().containsAll(scenario.cluster().names())) {
      return Future.failedFuture(new IllegalArgumentException("The scenario " + scenario.name() + " needs the nodes "
          + scenario.cluster().names() + ", and this cluster has " + world.ring().members()));
    }
    var stage = new Stage(world, scenario.cluster(), scenario.keys());
    return stage.prepare().compose(ready -> new Run(scenario, stage).play());
  }

  /** One performance, from the first step to the verdict. */
  private final class Run {
    private final Scenario scenario;
    private final Stage stage;
    private final List<Future<Void>> open = new ArrayList<>();
    private final List<StepResult> results = new ArrayList<>();
    private int told;

    private Run(Scenario scenario, Stage stage) {
      this.scenario = scenario;
      this.stage = stage;
    }

    private Future<ScenarioResult> play() {
      stage.begin();
      tell(scenario.title(), true);
      Future<Void> played = Future.succeededFuture();
      for (Step step : scenario.steps()) {
        played = played.compose(before -> perform(step));
      }
      return played
          .compose(last -> settled())
          .compose(all -> new Epilogue(stage, scenario.keys()).play())
          .map(violations -> {
            var result = new ScenarioResult(scenario, results, violations);
            tell(result.summary(), violations.isEmpty());
            narrator.over(result);
            return result;
          });
    }

    /** Completes when the step has begun. */
    private Future<Void> perform(Step step) {
      return turnOf(step).map(turn -> {
        narrator.begins(step);
        open.add(outcomeOf(step));
        return null;
      });
    }

    private Future<Void> turnOf(Step step) {
      return switch (step.start()) {
        case AT -> stage.until(step.atMillis());
        case AND -> Future.succeededFuture();
        case THEN -> settled().compose(done -> stage.rest(paceMillis));
      };
    }

    /** Completes when all steps that have begun are over. */
    private Future<Void> settled() {
      var begun = new ArrayList<>(open);
      open.clear();
      return Future.join(begun).mapEmpty();
    }

    private Future<Void> outcomeOf(Step step) {
      long beginMillis = world.scheduler().nowMillis();
      return Future.succeededFuture().compose(begun -> step.action().performOn(stage)).transform(done -> {
        var result = new StepResult(step, done.succeeded(), details(done), world.scheduler().nowMillis() - beginMillis);
        results.add(result);
        tell(result.summary(), result.ok());
        narrator.ends(result);
        return Future.succeededFuture();
      });
    }

    private void tell(String text, boolean ok) {
      world.note(new Event.Note(scenario.name(), told++, text, ok));
    }
  }

  private static List<String> details(AsyncResult<List<String>> done) {
    if (done.succeeded()) {
      return done.result();
    }
    Throwable cause = done.cause();
    if (cause instanceof OperationFailure failure) {
      return List.of("failed: " + failure.getMessage(), failure.hint());
    }
    return List.of(cause instanceof Unexpected ? cause.getMessage() : cause.toString());
  }
}
