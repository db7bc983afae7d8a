package io.ringside.scenario;

import io.ringside.NodeId;
import io.ringside.operation.Options;

/**
 * How an operation of a scenario is carried out. Immutable.
 *
 * @param via the node that the client asks first
 * @param client who remembers what it has seen of each key
 * @param overSeen whether a write supersedes what this client last saw of the key
 */
record Manner(NodeId via, String client, boolean overSeen, Options options, Success success) {
  /** When an operation must succeed, and when it must fail, for its step to be as it should be. */
  enum Success {
    ALWAYS,
    NEVER,
    /** It may do either: what the client was told is held against what is left. */
    MAYBE,
    /** Exactly while as many owners of the key as {@code pr} or {@code pw} asks for can be reached. */
    WITH_QUORUM
  }

  /** Whoever is not named. */
  static final String SOMEBODY = "somebody";

  static final Manner USUAL = new Manner(NodeId.of("n1"), SOMEBODY, false, Options.DEFAULTS, Success.ALWAYS);

  Manner withVia(NodeId node) {
    return new Manner(node, client, overSeen, options, success);
  }

  Manner withClient(String name) {
    return new Manner(via, name, overSeen, options, success);
  }

  Manner withOverSeen() {
    return new Manner(via, client, true, options, success);
  }

  Manner withOptions(Options wanted) {
    return new Manner(via, client, overSeen, wanted, success);
  }

  Manner withSuccess(Success wanted) {
    return new Manner(via, client, overSeen, options, wanted);
  }
}
