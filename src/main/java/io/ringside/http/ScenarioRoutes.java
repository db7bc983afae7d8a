package io.ringside.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code /scenarios}: what can be played, play it, and what happened in a run. */
final class ScenarioRoutes {
  private static final SortedSet<String> KNOWN = new TreeSet<>(List.of("mode", "seed"));
  private static final SortedSet<String> SEED = new TreeSet<>(List.of("seed"));
  private static final long USUAL_SEED = 1;
  private static final String NDJSON = "application/x-ndjson";

  private final Backend backend;
  private final BodyRoom room;
  private final ScenarioStage stage;

  ScenarioRoutes(Backend backend, BodyRoom room) {
    this.backend = backend;
    this.room = room;
    this.stage = backend.stage();
  }

  void mount(Routes routes) {
    routes.at("/scenarios").get(this::list).done();
    routes.at("/scenarios/log").post(this::logOfText).done();
    routes.at("/scenarios/:name/log", "/scenarios/{name}/log").get(this::log).done();
    routes.at("/scenarios/:name/runs", "/scenarios/{name}/runs").post(this::run).done();
  }

  private Future<?> list(RoutingContext ctx) {
    ObjectNode json = Json.object().put("live", stage.playsLive());
    var scenarios = json.putArray("scenarios");
    stage.listed().forEach(scenario -> scenarios.addObject()
        .put("name", scenario.name()).put("title", scenario.title()).put("text", scenario.text()));
    return Json.send(ctx, 200, json);
  }

  private Future<?> run(RoutingContext ctx) {
    String name = name(ctx);
    MultiMap query = ctx.queryParams();
    RequestOptions.checkNames(query, KNOWN);
    return isLive(query) ? unlessBusy(live(ctx, name)) : unlessBusy(simulated(ctx, name, seed(query)));
  }

  /** The same for the same name, seed and build, so a link to it is a link to the run. Told while it goes. */
  private Future<?> log(RoutingContext ctx) {
    String name = name(ctx);
    RequestOptions.checkNames(ctx.queryParams(), SEED);
    HttpServerResponse response = ctx.response().putHeader("Content-Type", NDJSON).setChunked(true);
    return unlessBusy(stage.record(name, seed(ctx.queryParams()), response::write).compose(over -> response.end()));
  }

  /** Of the scenario in the body. Breaks nothing, so it asks for no permission. */
  private Future<?> logOfText(RoutingContext ctx) {
    RequestOptions.checkNames(ctx.queryParams(), SEED);
    long seed = seed(ctx.queryParams());
    if (stage.listed().isEmpty()) {
      throw playsNothing();
    }
    return unlessBusy(RequestBody.readScenario(ctx, backend.config().limits(), room)
        .compose(body -> stage.recordText(new String(body.array(), StandardCharsets.UTF_8), seed))
        .recover(failure -> Future.failedFuture(failure instanceof ScenarioStage.TooMuch tooMuch
            ? Refusal.of(413, "run_too_large", tooMuch.getMessage(), tooMuch.hint())
            : failure)))
        .compose(lines -> ctx.response().putHeader("Content-Type", NDJSON).end(lines))
        .recover(failure -> failure instanceof ScenarioStage.Unplayable text
            ? unplayable(ctx, text)
            : Future.failedFuture(failure));
  }

  private static RuntimeException playsNothing() {
    return Refusal.of(404, "no_such_scenario", "this node plays no scenarios, and so no lessons", "bin/ringside demo does, and a node with faults.allowed=true");
  }

  private static Future<Void> unplayable(RoutingContext ctx, ScenarioStage.Unplayable text) {
    return Json.send(ctx, 400, Errors.json(Refusal.of(400, "bad_scenario", text.getMessage(), text.hint()), text)
        .put("line", text.line()).put("column", text.column()));
  }

  private String name(RoutingContext ctx) {
    if (stage.listed().isEmpty()) {
      throw playsNothing();
    }
    String name = ctx.pathParam("name");
    if (stage.listed().stream().noneMatch(scenario -> scenario.name().equals(name))) {
      throw Refusal.of(404, "no_such_scenario", "there is no scenario '" + name + "'", "GET /scenarios lists them");
    }
    return name;
  }

  private static <T> Future<T> unlessBusy(Future<T> answered) {
    return answered.recover(failure -> Future.failedFuture(failure instanceof IllegalStateException
        ? Refusal.of(409, "busy", failure.getMessage(), "wait until it is over")
        : failure));
  }

  private static boolean isLive(MultiMap query) {
    String mode = query.contains("mode") ? query.get("mode") : "live";
    if (!mode.equals("live") && !mode.equals("sim")) {
      throw Refusal.badRequest("mode is live or sim, not '" + mode + "'",
          "live plays in this cluster, sim in virtual time beside it");
    }
    if (mode.equals("live") && query.contains("seed")) {
      throw Refusal.badRequest("a live run has no seed: real time and real disks decide", "mode=sim runs from a seed");
    }
    return mode.equals("live");
  }

  private static long seed(MultiMap query) {
    String seed = query.get("seed");
    try {
      return seed == null ? USUAL_SEED : Long.parseLong(seed);
    } catch (NumberFormatException notANumber) {
      throw Refusal.badRequest("a seed is a whole number, not '" + seed + "'", "for example seed=42");
    }
  }

  private Future<?> live(RoutingContext ctx, String name) {
    if (!backend.faultsAllowed()) {
      throw Refusal.of(403, "faults_not_allowed", "a scenario breaks things, and this node was not started for that",
          "mode=sim breaks nothing; faults.allowed=true allows it, never where data matters");
    }
    return stage.start(name)
        .recover(failure -> Future.failedFuture(failure instanceof IllegalArgumentException
            ? Refusal.of(409, "not_live", failure.getMessage(), "mode=sim plays it in virtual time, from a seed")
            : failure))
        .compose(run -> Json.send(ctx, 202, Json.object().put("run", run)));
  }

  private Future<?> simulated(RoutingContext ctx, String name, long seed) {
    return stage.simulate(name, seed).compose(run -> {
      ObjectNode json = Json.object().put("scenario", name).put("seed", Long.toString(run.seed()))
          .put("hash", run.hash()).put("ok", run.failures().isEmpty());
      run.failures().forEach(json.putArray("failures")::add);
      var steps = json.putArray("steps");
      run.steps().forEach(step -> {
        ObjectNode told = steps.addObject()
            .put("line", step.line()).put("step", step.step()).put("ok", step.ok()).put("tookMillis", step.tookMillis());
        step.details().forEach(told.putArray("details")::add);
      });
      return Json.send(ctx, 200, json);
    });
  }
}
