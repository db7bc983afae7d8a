package io.ringside.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringside.NodeId;
import io.ringside.fault.Cut;
import io.ringside.fault.LinkTrouble;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** {@code /faults}: break and heal, where that is allowed. */
final class FaultRoutes {
  private static final String HINT = "kill, restart, wipe and fill take a node, as in {\"kill\":\"n3\"}; "
      + "{\"pause\":{\"node\":\"n3\",\"millis\":5000}}, {\"cut\":[\"n1\",\"n2\"]}, "
      + "{\"partition\":[[\"n1\",\"n2\"],[\"n3\"]]}, {\"lose\":{\"percent\":20}}, "
      + "{\"slow\":{\"millis\":200,\"links\":[[\"n1\",\"n2\"]]}} or {\"heal\":\"links\"}";
  private static final long MAX_PAUSE_MILLIS = 3_600_000;

  private final Backend backend;
  private final BodyRoom room;
  private final SortedSet<NodeId> members;

  FaultRoutes(Backend backend, BodyRoom room) {
    this.backend = backend;
    this.room = room;
    this.members = backend.ring().members();
  }

  void mount(Routes routes) {
    routes.at("/faults").get(this::show).post(this::breakSomething).delete(this::heal).done();
  }

  private Future<?> show(RoutingContext ctx) {
    ObjectNode json = Json.object().put("allowed", backend.faultsAllowed());
    var killed = json.putArray("killed");
    var cuts = json.putArray("cuts");
    var silenced = json.putArray("silenced");
    var full = json.putArray("full");
    var troubles = json.putArray("troubles");
    var names = json.putArray("names");
    backend.faults().ifPresent(faults -> {
      faults.servedBy().ifPresent(node -> json.put("servedBy", node.name()));
      faults.killed().forEach(node -> killed.add(node.name()));
      faults.cuts().forEach(cut -> cuts.addArray().add(cut.one().name()).add(cut.other().name()));
      faults.silenced().forEach(node -> silenced.add(node.name()));
      faults.full().forEach(node -> full.add(node.name()));
      faults.troubles().forEach(troubles::add);
      faults.names().forEach(names::add);
    });
    return Json.send(ctx, 200, json);
  }

  private Future<?> breakSomething(RoutingContext ctx) {
    FaultSwitch faults = allowed();
    return RequestBody.read(ctx, backend.config().limits(), room)
        .compose(body -> apply(faults, Json.parseObject(body)))
        .compose(done -> show(ctx));
  }

  private Future<?> heal(RoutingContext ctx) {
    return allowed().heal().compose(done -> show(ctx));
  }

  private FaultSwitch allowed() {
    if (!backend.faultsAllowed()) {
      throw Refusal.of(403, "faults_not_allowed", "this node was not started for being broken on purpose",
          "faults.allowed=true allows it; never where data matters");
    }
    return backend.faults().orElseThrow();
  }

  private Future<Void> apply(FaultSwitch faults, ObjectNode order) {
    if (order.size() != 1) {
      throw Refusal.badRequest("one fault at a time, not " + order.size(), HINT);
    }
    String what = order.fieldNames().next();
    JsonNode value = order.get(what);
    return switch (what) {
      case "kill" -> faults.kill(member(value));
      case "restart" -> faults.restart(member(value));
      case "wipe" -> faults.wipe(member(value));
      case "fill" -> faults.fill(running(faults, value));
      case "pause" -> faults.pause(running(faults, value.path("node")), millis(value.path("millis"), "a pause", MAX_PAUSE_MILLIS));
      case "cut" -> cut(faults, value);
      case "partition" -> faults.partition(groups(value));
      case "lose" -> worsen(faults, value, losing(value.path("percent")));
      case "slow" -> worsen(faults, value, late(value.path("millis")));
      case "heal" -> healLinks(faults, value);
      default -> throw Refusal.badRequest("there is no fault '" + what + "'", HINT);
    };
  }

  private static long millis(JsonNode millis, String what, long most) {
    if (!millis.isIntegralNumber() || !millis.canConvertToLong() || millis.asLong() < 1 || millis.asLong() > most) {
      throw Refusal.badRequest(what + " has from 1 to " + most + " whole milliseconds, not " + millis, HINT);
    }
    return millis.asLong();
  }

  private Future<Void> cut(FaultSwitch faults, JsonNode nodes) {
    Cut link = link(nodes);
    return faults.cut(link.from(), link.to());
  }

  /** One direction of one link. */
  private Cut link(JsonNode nodes) {
    if (!nodes.isArray() || nodes.size() != 2 || nodes.get(0).equals(nodes.get(1))) {
      throw Refusal.badRequest("a link has two nodes, one that sends and another that hears", HINT);
    }
    return new Cut(member(nodes.get(0)), member(nodes.get(1)));
  }

  /** Of the links that are named, or of all. */
  private Future<Void> worsen(FaultSwitch faults, JsonNode wish, UnaryOperator<LinkTrouble> change) {
    if (wish.size() > (wish.has("links") ? 2 : 1)) {
      throw Refusal.badRequest("there is something besides how bad it is and which links: " + wish, HINT);
    }
    JsonNode named = wish.path("links");
    if (!named.isMissingNode() && (!named.isArray() || named.isEmpty())) {
      throw Refusal.badRequest("links are a list of pairs of nodes; without it all links are meant", HINT);
    }
    var links = new ArrayList<Cut>();
    named.forEach(nodes -> links.add(link(nodes)));
    return faults.worsen(troubles -> troubles.with(links, change));
  }

  private static UnaryOperator<LinkTrouble> losing(JsonNode percent) {
    if (!percent.isNumber() || !(percent.asDouble() > 0 && percent.asDouble() <= 100)) {
      throw Refusal.badRequest("a share is above 0 and at most 100 per cent, not " + percent, HINT);
    }
    return trouble -> trouble.withLoss(percent.asDouble() / 100);
  }

  private static UnaryOperator<LinkTrouble> late(JsonNode delay) {
    long millis = millis(delay, "a delay", LinkTrouble.MAX_DELAY_MILLIS);
    return trouble -> trouble.withDelay(millis);
  }

  private static Future<Void> healLinks(FaultSwitch faults, JsonNode what) {
    if (!"links".equals(what.textValue())) {
      throw Refusal.badRequest("only links are healed by themselves", "{\"heal\":\"links\"}; DELETE /faults heals everything");
    }
    return faults.healLinks();
  }

  private NodeId member(JsonNode name) {
    return members.stream().filter(node -> node.name().equals(name.textValue())).findFirst().orElseThrow(() ->
        Refusal.badRequest("there is no node " + name, "the members are " + members));
  }

  private NodeId running(FaultSwitch faults, JsonNode name) {
    NodeId node = member(name);
    if (faults.killed().contains(node)) {
      throw Refusal.of(409, "node_is_down", node + " is down", "{\"restart\":\"" + node + "\"} first");
    }
    return node;
  }

  private List<SortedSet<NodeId>> groups(JsonNode value) {
    var groups = new ArrayList<SortedSet<NodeId>>();
    var met = new TreeSet<NodeId>();
    for (JsonNode group : value) {
      var nodes = new TreeSet<NodeId>();
      group.forEach(name -> nodes.add(member(name)));
      if (nodes.stream().anyMatch(node -> !met.add(node))) {
        throw Refusal.badRequest("a node may be in one group only", HINT);
      }
      groups.add(nodes);
    }
    if (groups.size() < 2) {
      throw Refusal.badRequest("a partition has at least two groups", HINT);
    }
    return groups;
  }
}
