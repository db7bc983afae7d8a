package io.ringside.vertx;

/** Another process that is alive already runs a node of this name in this cluster. */
public final class NameInUse extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  NameInUse(String reason) {
    super(reason + ". " + hint());
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }

  public static String hint() {
    return "Stop that one first, or give this node a name of its own (node.name): two of a name would take each other's answers";
  }
}
