package io.ringside.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.Key;
import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.event.EventJson;
import io.ringside.membership.Member;
import io.ringside.message.HintCounts;
import io.ringside.message.Inspection;
import io.ringside.message.NodeStatus;
import io.ringside.message.Request;
import io.ringside.message.ViewReport;
import io.ringside.ring.ConsistentHashRing;
import io.ringside.ring.PreferenceList;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code /cluster}: the members, the ring, who believes what of whom, and one key's replicas side by side. Changes nothing. */
final class ClusterRoutes {
  private static final String KEYS = "/cluster/keys/";
  private static final SortedSet<String> NONE = new TreeSet<>();
  private static final SortedSet<String> OF_A_KEY = new TreeSet<>(List.of("key", "bucket"));

  private final Backend backend;
  private final NodeConfig config;
  private final ConsistentHashRing ring;
  private final Nodes nodes;

  ClusterRoutes(Backend backend, Nodes nodes) {
    this.backend = backend;
    this.config = backend.config();
    this.ring = backend.ring();
    this.nodes = nodes;
  }

  void mount(Routes routes) {
    routes.at("/cluster").get(this::cluster).done();
    routes.at("/cluster/ring").get(this::ring).done();
    routes.at("/cluster/members").get(this::members).done();
    routes.at(KEYS + "*", "/cluster/keys/{bucket}/{key}").get(this::replicas).done();
  }

  private Future<?> cluster(RoutingContext ctx) {
    RequestOptions.checkNames(ctx.queryParams(), NONE);
    Future<Nodes.Reply<ViewReport>> view = view();
    return nodes.askAll(new Request.ShowStatus())
        .compose(statuses -> view.compose(seen -> Json.send(ctx, 200, overview(statuses, seen))));
  }

  /** What this node believes; while it is silent, what another one does: the one page of a demonstration outlives its node. */
  private Future<Nodes.Reply<ViewReport>> view() {
    return nodes.ask(nodes.self(), new Request.ShowView()).compose(own -> own.isReachable()
        ? Future.succeededFuture(own)
        : nodes.askAll(new Request.ShowView())
            .map(all -> all.stream().filter(Nodes.Reply::isReachable).findFirst().orElse(own)));
  }

  private ObjectNode overview(List<Nodes.Reply<NodeStatus>> statuses, Nodes.Reply<ViewReport> view) {
    ObjectNode json = Json.object()
        .put("cluster", config.cluster().id())
        .put("self", nodes.self().name())
        .put("t", System.currentTimeMillis())
        .put("seenBy", view.node().name())
        .put("build", backend.build());
    json.putObject("settings")
        .put("n", config.quorum().n())
        .put("r", config.quorum().r())
        .put("w", config.quorum().w())
        .put("pr", config.quorum().pr())
        .put("pw", config.quorum().pw())
        .put("partitions", ring.partitions())
        .put("durability", config.data().durability().name().toLowerCase(Locale.ROOT));
    json.put("faultsAllowed", backend.faultsAllowed());
    var list = json.putArray("nodes");
    for (Nodes.Reply<NodeStatus> status : statuses) {
      ObjectNode node = list.addObject().put("node", status.node().name()).put("status", statusOf(status.node(), view));
      node.put("reachable", status.isReachable());
      status.answer().ifPresentOrElse(
          answer -> describe(node, answer),
          () -> node.put("ready", false).put("reason", status.reason()));
      if (status.node().equals(nodes.self())) {
        json.put("start", status.answer().map(answer -> Long.toString(answer.start())).orElse("0"));
      }
    }
    return json;
  }

  private static String statusOf(NodeId node, Nodes.Reply<ViewReport> view) {
    return view.answer()
        .map(report -> report.beliefs().get(node))
        .map(belief -> word(belief.member().status()))
        .orElse("unknown");
  }

  private static String word(Member.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static void describe(ObjectNode node, NodeStatus status) {
    node.put("ready", status.ready())
        .put("reason", status.reason())
        .put("start", Long.toString(status.start()))
        .put("upMillis", status.upMillis())
        .put("beganMillis", status.beganMillis())
        .put("ringEpoch", Long.toUnsignedString(status.ringEpoch()));
    ObjectNode hints = node.putObject("hints");
    status.hintsPending().forEach((target, count) -> hints.put(target.name(), count));
    node.put("amnesiac", status.amnesiac());
    HintCounts counts = status.hints();
    ObjectNode told = node.putObject("hintCounts")
        .put("found", counts.found()).put("created", counts.created())
        .put("delivered", counts.delivered()).put("rerouted", counts.rerouted());
    ObjectNode dropped = told.putObject("dropped");
    counts.dropped().forEach(dropped::put);
  }

  private Future<?> ring(RoutingContext ctx) {
    MultiMap query = ctx.queryParams();
    RequestOptions.checkNames(query, OF_A_KEY);
    ObjectNode json = Json.object()
        .put("cluster", config.cluster().id())
        .put("partitions", ring.partitions())
        .put("n", ring.replicas())
        .put("epoch", Long.toUnsignedString(ring.epoch()));
    Json.names(json, "members", ring.members());
    Json.names(json, "owners", ring.owners());
    if (query.contains("key")) {
      String bucket = query.contains("bucket") ? query.get("bucket") : Key.DEFAULT_BUCKET;
      json.set("walk", walk(key(bucket, query.get("key"))));
    }
    return Json.send(ctx, 200, json);
  }

  private static Key key(String bucket, String name) {
    try {
      return new Key(bucket, name);
    } catch (IllegalArgumentException impossible) {
      throw Refusal.badRequest(impossible.getMessage(), "");
    }
  }

  private ObjectNode walk(Key key) {
    PreferenceList list = preferenceList(key);
    ObjectNode json = placed(key, list);
    var steps = json.putArray("steps");
    list.walk().forEach(step -> steps.addObject()
        .put("partition", step.partition())
        .put("node", step.node().name())
        .put("role", step.role().name().toLowerCase(Locale.ROOT)));
    return json;
  }

  private PreferenceList preferenceList(Key key) {
    return ring.preferenceList(key, config.bucket(key.bucket()).n());
  }

  private static ObjectNode placed(Key key, PreferenceList list) {
    ObjectNode json = Json.object().put("key", key.name()).put("bucket", key.bucket()).put("partition", list.partition());
    Json.names(json, "primaries", list.primaries());
    Json.names(json, "fallbacks", list.fallbacks());
    return json;
  }

  private Future<?> members(RoutingContext ctx) {
    RequestOptions.checkNames(ctx.queryParams(), NONE);
    return nodes.askAll(new Request.ShowView()).compose(replies -> {
      ObjectNode json = Json.object();
      Json.names(json, "nodes", nodes.members());
      ObjectNode views = json.putObject("views");
      replies.forEach(reply -> describe(views.putObject(reply.node().name()), reply));
      return Json.send(ctx, 200, json);
    });
  }

  private static void describe(ObjectNode json, Nodes.Reply<ViewReport> reply) {
    json.put("reachable", reply.isReachable());
    if (!reply.isReachable()) {
      json.put("reason", reply.reason());
    }
    reply.answer().ifPresent(report -> {
      ObjectNode beliefs = json.putObject("beliefs");
      report.beliefs().forEach((node, belief) -> beliefs.putObject(node.name())
          .put("status", word(belief.member().status()))
          .put("incarnation", Long.toString(belief.member().incarnation()))
          .put("sinceMillis", belief.sinceMillis())
          .put("heardMillis", belief.heardMillis()));
    });
  }

  private Future<?> replicas(RoutingContext ctx) {
    RequestOptions.checkNames(ctx.queryParams(), NONE);
    Key key = KeyPath.parse(ctx.request().path(), KEYS, config.limits());
    PreferenceList list = preferenceList(key);
    return nodes.askAll(list.nodes(), new Request.Inspect(key)).compose(replies -> {
      ObjectNode json = placed(key, list);
      var replicas = json.putArray("replicas");
      for (Nodes.Reply<Inspection> reply : replies) {
        ObjectNode replica = replicas.addObject()
            .put("node", reply.node().name())
            .put("role", list.isPrimary(reply.node()) ? "primary" : "fallback")
            .put("reachable", reply.isReachable());
        reply.answer().ifPresentOrElse(held -> describe(replica, held), () -> replica.put("reason", reply.reason()));
      }
      return Json.send(ctx, 200, json);
    });
  }

  private static void describe(ObjectNode replica, Inspection held) {
    replica.put("synchronised", held.own().synchronised());
    replica.set("record", EventJson.siblings(held.own().siblings(), EventJson.MAX_SHOWN_BYTES));
    ObjectNode hints = replica.putObject("hints");
    held.hints().forEach((target, kept) -> hints.set(target.name(), EventJson.siblings(kept, EventJson.MAX_SHOWN_BYTES)));
  }
}
