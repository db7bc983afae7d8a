package io.ringside.cluster;

/** Why a cluster of processes cannot do what it was asked: the reason, and what can be done about it. */
public final class ClusterFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String hint;

  public ClusterFailure(String reason, String hint) {
    super(reason);
    this.hint = hint;
  }

  /** What to do about it; may be empty. */
  public String hint() {
    return hint;
  }
}
