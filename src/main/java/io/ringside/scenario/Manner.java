package io.ringside.scenario;

import io.ringside.NodeId;
import io.ringside.operation.Options;

/**
 * How an operation of a scenario is carried out. Immutable.
 *
 * @param via the node that the client asks first
 * @param client who remembers what it has seen of each key
 * @param overSeen whether a write supersedes what this client last saw of the key
 * @param fails whether it must fail for the step to be right
 */
record Manner(NodeId via, String client, boolean overSeen, Options options, boolean fails) {
  /** Whoever is not named. */
  static final String SOMEBODY = "somebody";

  static final Manner USUAL = new Manner(NodeId.of("n1"), SOMEBODY, false, Options.DEFAULTS, false);

  Manner withVia(NodeId node) {
    return new Manner(node, client, overSeen, options, fails);
  }

  Manner withClient(String name) {
    return new Manner(via, name, overSeen, options, fails);
  }

  Manner withOverSeen() {
    return new Manner(via, client, true, options, fails);
  }

  Manner withOptions(Options wanted) {
    return new Manner(via, client, overSeen, wanted, fails);
  }

  Manner withFails() {
    return new Manner(via, client, overSeen, options, true);
  }
}
