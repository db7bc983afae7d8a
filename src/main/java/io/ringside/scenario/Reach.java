package io.ringside.scenario;

import io.ringside.NodeId;
import io.ringside.config.NodeConfig;
import io.ringside.operation.Operation;

/** Says which operations have to succeed, by what is broken in a scenario's world. Not safe for more than one thread. */
final class Reach implements Entitlement {
  /*
   * While nothing is broken all operations do. While something is, only plain writes do: W nodes are enough that are well and can
   * talk with the first coordinator, since any of them may stand in for any owner. A read may need owners that are away, and so
   * may whoever counts primaries. What a hint must find room for may be turned away where room is short.
   */
  private static final String ROOM = "hints.max";

  private final World world;
  private final Breakage breakage;
  private final ClusterShape shape;
  private final boolean sloppy;

  Reach(World world, Breakage breakage, ClusterShape shape) {
    this.world = world;
    this.breakage = breakage;
    this.shape = shape;
    NodeConfig config = NodeConfig.of(shape.settings().toArray(String[]::new));
    long silenceMillis = (long) shape.nodes() * config.quorum().replicaTimeoutMillis();
    boolean timeForAll = silenceMillis <= config.quorum().operationTimeoutMillis();
    this.sloppy = timeForAll && shape.settings().stream().noneMatch(setting -> setting.startsWith(ROOM));
  }

  @Override
  public long claim(NodeId node, Operation<?> operation) {
    return breakage.isCalm() || sloppy && isWithinReach(node, operation) ? breakage.changes() : -1;
  }

  private boolean isWithinReach(NodeId node, Operation<?> operation) {
    return operation instanceof Operation.Put put && !put.onlyIfAbsent() && put.options().primaries().isDefault()
        && world.isUp(node)
        && breakage.wellAround(node) >= put.options().quorum().resolve(shape.n(), shape.w());
  }
}
