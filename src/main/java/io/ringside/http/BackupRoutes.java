package io.ringside.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.Bytes;
import io.ringside.MalformedBytes;
import io.ringside.NodeId;
import io.ringside.client.Client;
import io.ringside.config.LimitsConfig;
import io.ringside.message.BackupName;
import io.ringside.message.BackupReport;
import io.ringside.message.Request;
import io.ringside.operation.Operation;
import io.ringside.operation.OperationCodec;
import io.ringside.operation.Restored;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * {@code /cluster/backups} and {@code /cluster/restore}: let nodes make backups on their own disks, and merge what is sent from
 * one. Nobody can name a path here, only a backup.
 */
final class BackupRoutes {
  static final String RESTORE = "/cluster/restore";

  /** What is restored comes as {@link OperationCodec} writes it: browsers do not send this without asking first. */
  static final String OPERATION = "application/vnd.ringside.operation";

  private static final SortedSet<String> NONE = new TreeSet<>();
  private static final SortedSet<String> OF_A_BACKUP = new TreeSet<>(List.of("name", "node"));

  private final Nodes nodes;
  private final Client client;
  private final LimitsConfig limits;
  private final BodyRoom room;

  BackupRoutes(Backend backend, Nodes nodes, BodyRoom room) {
    this.nodes = nodes;
    this.client = backend.client();
    this.limits = backend.config().limits();
    this.room = room;
  }

  void mount(Routes routes) {
    routes.at("/cluster/backups").get(this::show).post(this::begin).done();
    routes.at(RESTORE).post(this::restore).done();
  }

  private Future<?> show(RoutingContext ctx) {
    RequestOptions.checkNames(ctx.queryParams(), NONE);
    return nodes.askAll(new Request.ShowBackup()).compose(replies -> Json.send(ctx, 200, json(replies)));
  }

  private Future<?> begin(RoutingContext ctx) {
    RequestOptions.checkNames(ctx.queryParams(), OF_A_BACKUP);
    var begin = new Request.BeginBackup(name(ctx));
    SortedSet<NodeId> asked = nodes.chosen(ctx.queryParams());
    return nodes.askAll(asked, begin).compose(replies -> Json.send(ctx, 202, json(replies)));
  }

  private static BackupName name(RoutingContext ctx) {
    try {
      return new BackupName(ctx.queryParams().contains("name") ? ctx.queryParams().get("name") : "");
    } catch (IllegalArgumentException impossible) {
      throw Refusal.badRequest(impossible.getMessage(), "for example ?name=before-the-upgrade");
    }
  }

  private static ObjectNode json(List<Nodes.Reply<BackupReport>> replies) {
    ObjectNode json = Json.object();
    var list = json.putArray("nodes");
    for (Nodes.Reply<BackupReport> reply : replies) {
      ObjectNode node = list.addObject().put("node", reply.node().name()).put("reachable", reply.isReachable());
      reply.answer().ifPresentOrElse(report -> describe(node, report), () -> node.put("reason", reply.reason()));
    }
    return json;
  }

  private static void describe(ObjectNode node, BackupReport report) {
    node.put("state", report.state().name().toLowerCase(Locale.ROOT)).put("reason", report.reason());
    report.name().ifPresent(name -> node.put("name", name.text())
        .put("directory", report.directory())
        .put("taken", Instant.ofEpochMilli(report.takenMillis()).toString())
        .put("files", report.files())
        .put("sizeBytes", report.sizeBytes())
        .put("checkedBytes", report.checkedBytes()));
  }

  private Future<?> restore(RoutingContext ctx) {
    RequestOptions.checkNames(ctx.queryParams(), NONE);
    if (!OPERATION.equals(ctx.request().getHeader("Content-Type"))) {
      throw Refusal.of(415, "unsupported_encoding", "what is restored comes as " + OPERATION, "'ringside restore' sends it");
    }
    return RequestBody.readRestore(ctx, limits, room)
        .compose(body -> client.execute(operation(body)))
        .compose(restored -> answer(ctx, restored));
  }

  private static Operation.Restore operation(Bytes body) {
    try {
      if (OperationCodec.decode(body) instanceof Operation.Restore restore) {
        return restore;
      }
    } catch (MalformedBytes foreign) {
      throw Refusal.badRequest("this is no record: " + foreign.getMessage(), "is it from another version of ringside?");
    }
    throw Refusal.badRequest("nothing but a restore is done here", "/kv takes puts, gets and deletes");
  }

  private static Future<?> answer(RoutingContext ctx, Restored restored) {
    return BinaryAnswer.isWanted(ctx)
        ? BinaryAnswer.send(ctx, 200, restored)
        : Json.send(ctx, 200, Json.object().put("stored", restored.stored()));
  }
}
