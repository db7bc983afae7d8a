package io.ringside.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** {@code /scenarios}: what can be played, and play it. */
final class ScenarioRoutes {
  private final ScenarioStage stage;

  ScenarioRoutes(ScenarioStage stage) {
    this.stage = stage;
  }

  void mount(Routes routes) {
    routes.at("/scenarios").get(this::list).done();
    routes.at("/scenarios/:name/runs", "/scenarios/{name}/runs").post(this::run).done();
  }

  private Future<?> list(RoutingContext ctx) {
    ObjectNode json = Json.object();
    var scenarios = json.putArray("scenarios");
    stage.listed().forEach(scenario -> scenarios.addObject()
        .put("name", scenario.name()).put("title", scenario.title()).put("text", scenario.text()));
    return Json.send(ctx, 200, json);
  }

  private Future<?> run(RoutingContext ctx) {
    String name = ctx.pathParam("name");
    if (stage.listed().stream().noneMatch(scenario -> scenario.name().equals(name))) {
      throw Refusal.of(404, "no_such_scenario", "there is no scenario '" + name + "'", "GET /scenarios lists them");
    }
    return stage.start(name)
        .recover(busy -> Future.failedFuture(busy instanceof IllegalStateException
            ? Refusal.of(409, "busy", busy.getMessage(), "wait until it is over")
            : busy))
        .compose(run -> Json.send(ctx, 202, Json.object().put("run", run)));
  }
}
