package io.ringside.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.message.RepairReport;
import io.ringside.message.Request;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code /cluster/repair} and {@code /cluster/scrub}: how far each node's repair is, and the order to look at everything. */
final class RepairRoutes {
  private static final SortedSet<String> NONE = new TreeSet<>();
  private static final SortedSet<String> OF_A_NODE = new TreeSet<>(List.of("node"));

  private final Nodes nodes;

  RepairRoutes(Nodes nodes) {
    this.nodes = nodes;
  }

  void mount(Routes routes) {
    routes.at("/cluster/repair").get(this::show).done();
    routes.at("/cluster/scrub").post(this::scrub).done();
  }

  private Future<?> show(RoutingContext ctx) {
    RequestOptions.checkNames(ctx.queryParams(), NONE);
    return nodes.askAll(new Request.ShowRepair()).compose(replies -> Json.send(ctx, 200, json(replies)));
  }

  private Future<?> scrub(RoutingContext ctx) {
    RequestOptions.checkNames(ctx.queryParams(), OF_A_NODE);
    return nodes.askAll(nodes.chosen(ctx.queryParams()), new Request.BeginScrub())
        .compose(replies -> Json.send(ctx, 202, json(replies)));
  }

  private static ObjectNode json(List<Nodes.Reply<RepairReport>> replies) {
    ObjectNode json = Json.object();
    var list = json.putArray("nodes");
    for (Nodes.Reply<RepairReport> reply : replies) {
      ObjectNode node = list.addObject().put("node", reply.node().name()).put("reachable", reply.isReachable());
      reply.answer().ifPresentOrElse(report -> describe(node, report), () -> node.put("reason", reply.reason()));
    }
    return json;
  }

  private static Long orNull(OptionalLong millis) {
    return millis.isPresent() ? millis.getAsLong() : null;
  }

  private static void describe(ObjectNode node, RepairReport report) {
    node.put("inDoubt", report.inDoubt()).put("repaired", report.repaired()).put("quarantined", report.quarantined());
    var peers = node.putArray("peers");
    report.peers().forEach(peer -> peers.addObject()
        .put("node", peer.node().name())
        .put("trees", peer.trees())
        .put("verified", peer.verified())
        .put("oldestMillis", peer.oldestMillis())
        .put("differing", peer.difference().trees())
        .put("keys", peer.difference().keys())
        .put("bytes", peer.difference().bytes())
        .put("openMillis", orNull(peer.difference().openMillis()))
        .put("leftMillis", orNull(peer.difference().leftMillis()))
        .put("tookMillis", orNull(peer.difference().tookMillis())));
    RepairReport.Scrub scrub = report.scrub();
    node.putObject("scrub")
        .put("running", scrub.running())
        .put("phase", scrub.phase())
        .put("treesDone", scrub.treesDone())
        .put("trees", scrub.trees())
        .put("records", scrub.records())
        .put("corrected", scrub.corrected())
        .put("quarantined", scrub.quarantined())
        .put("endedAt", scrub.endedMillis());
    RepairReport.Deletes deletes = report.deletes();
    node.putObject("deletes")
        .put("counted", deletes.counted())
        .put("waiting", deletes.waiting())
        .put("oldestMillis", deletes.oldestMillis())
        .put("reaped", deletes.reaped());
  }
}
