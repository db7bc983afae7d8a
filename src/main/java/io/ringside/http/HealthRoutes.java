package io.ringside.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.config.NodeConfig;
import io.ringside.message.NodeStatus;
import io.ringside.message.Request;
import io.ringside.message.ViewReport;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** {@code /livez}, {@code /readyz} and {@code /metrics}: for load balancers, supervisors and scrapers. */
final class HealthRoutes {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Nodes nodes;
  private final NodeConfig config;
  private final Supplier<String> metrics;

  HealthRoutes(Nodes nodes, NodeConfig config, Supplier<String> metrics) {
    this.nodes = nodes;
    this.config = config;
    this.metrics = metrics;
  }

  void mount(Routes routes) {
    routes.at("/livez").get(this::live).done();
    routes.at("/readyz").get(this::ready).done();
    routes.at("/metrics").get(this::metrics).done();
  }

  /** The event loop turns; nothing else is asked, so that a slow disk does not get a healthy process killed. */
  private Future<?> live(RoutingContext ctx) {
    return Json.send(ctx, 200, Json.object().put("live", true));
  }

  private Future<?> ready(RoutingContext ctx) {
    Future<Nodes.Reply<ViewReport>> view = nodes.ask(nodes.self(), new Request.ShowView());
    return nodes.ask(nodes.self(), new Request.ShowStatus()).compose(status -> view.compose(report -> {
      ObjectNode json = Json.object();
      ArrayNode checks = Json.object().putArray("checks");
      boolean ready = checkNode(checks, status) & checkMembers(checks, report);
      json.put("ready", ready).set("checks", checks);
      return Json.send(ctx, ready ? 200 : 503, json);
    }));
  }

  private static boolean checkNode(ArrayNode checks, Nodes.Reply<NodeStatus> status) {
    return check(checks, "node", status.answer().map(NodeStatus::ready).orElse(false),
        status.answer().map(NodeStatus::reason).orElse(status.reason()));
  }

  /** With fewer members than R or W alive, most operations would fail here. */
  private boolean checkMembers(ArrayNode checks, Nodes.Reply<ViewReport> view) {
    int needed = Math.min(nodes.members().size(), Math.max(config.quorum().r(), config.quorum().w()));
    long alive = view.answer()
        .map(report -> report.beliefs().values().stream().filter(belief -> belief.member().isAlive()).count())
        .orElse(0L);
    return check(checks, "members", alive >= needed, alive + " believed alive, " + needed + " needed");
  }

  private static boolean check(ArrayNode checks, String name, boolean ok, String reason) {
    checks.addObject().put("name", name).put("ok", ok).put("reason", reason);
    return ok;
  }

  private Future<?> metrics(RoutingContext ctx) {
    return nodes.ask(nodes.self(), new Request.ShowRepair()).compose(repair -> ctx.response()
        .putHeader("Content-Type", PROMETHEUS)
        .end(metrics.get() + repair.answer().map(report -> RepairMetrics.of(nodes.self(), report)).orElse("")));
  }
}
