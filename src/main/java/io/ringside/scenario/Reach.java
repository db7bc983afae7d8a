package io.ringside.scenario;

import io.ringside.NodeId;
import io.ringside.check.WithinReach;
import io.ringside.config.NodeConfig;
import io.ringside.operation.Operation;

/** Says which operations have to succeed, by what is broken in a scenario's world. Not safe for more than one thread. */
final class Reach implements Entitlement {
  /* While nothing is broken all operations do; while something is, those writes of which {@link WithinReach} says so. */
  private static final String ROOM = "hints.max";

  private final World world;
  private final Breakage breakage;
  private final WithinReach rule;

  Reach(World world, Breakage breakage, ClusterShape shape) {
    this.world = world;
    this.breakage = breakage;
    this.rule = new WithinReach(NodeConfig.of(shape.allSettings().toArray(String[]::new)), shape.nodes(),
        shape.settings().stream().noneMatch(setting -> setting.startsWith(ROOM)));
  }

  @Override
  public long claim(NodeId node, Operation<?> operation) {
    return breakage.isCalm() || isWithinReach(node, operation) ? breakage.changes() : -1;
  }

  private boolean isWithinReach(NodeId node, Operation<?> operation) {
    return !operation.request().isNone() && world.isUp(node) && rule.covers(operation, breakage.wellAround(node));
  }
}
