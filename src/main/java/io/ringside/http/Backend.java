package io.ringside.http;

import io.ringside.client.Client;
import io.ringside.config.NodeConfig;
import io.ringside.env.Transport;
import io.ringside.ring.ConsistentHashRing;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the HTTP face of a node stands on.
 *
 * @param build the program's version, for people
 * @param client carries out data requests, at this node's own coordinator first
 * @param transport asks single nodes, this one among them
 * @param metrics the text of {@code /metrics}
 * @param faults how to break things; empty where that is impossible
 * @param lab where quorums are tried out; empty where nothing is simulated
 */
public record Backend(
    NodeConfig config,
    String build,
    ConsistentHashRing ring,
    Client client,
    Transport transport,
    Supplier<String> metrics,
    Optional<FaultSwitch> faults,
    ScenarioStage stage,
    Optional<QuorumLab> lab) {

  /** A node by itself: nothing can be broken on purpose, and no scenario is played. */
  public static Backend of(NodeConfig config, String build, ConsistentHashRing ring, Client client, Transport transport,
      Supplier<String> metrics) {
    return new Backend(config, build, ring, client, transport, metrics, Optional.empty(), ScenarioStage.EMPTY, Optional.empty());
  }

  public Backend withFaults(FaultSwitch faultSwitch) {
    return new Backend(config, build, ring, client, transport, metrics, Optional.of(faultSwitch), stage, lab);
  }

  public Backend withStage(ScenarioStage scenarios) {
    return new Backend(config, build, ring, client, transport, metrics, faults, scenarios, lab);
  }

  public Backend withLab(QuorumLab quorums) {
    return new Backend(config, build, ring, client, transport, metrics, faults, stage, Optional.of(quorums));
  }

  /** Both are needed: somebody who can break things, and the word that it may be done. */
  boolean faultsAllowed() {
    return faults.isPresent() && config.faults().allowed();
  }
}
