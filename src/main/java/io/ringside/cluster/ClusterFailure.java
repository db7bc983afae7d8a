package io.ringside.cluster;

/** Why a cluster of processes cannot do what it was asked: the reason, and what can be done about it. */
public final class ClusterFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String hint;
  private final boolean mistake;

  public ClusterFailure(String reason, String hint) {
    this(reason, hint, false);
  }

  private ClusterFailure(String reason, String hint, boolean mistake) {
    super(reason);
    this.hint = hint;
    this.mistake = mistake;
  }

  /** Something was asked for that does not exist. */
  public static ClusterFailure mistake(String reason, String hint) {
    return new ClusterFailure(reason, hint, true);
  }

  /** True if whoever asked was wrong, not the cluster. */
  public boolean isMistake() {
    return mistake;
  }

  /** What to do about it; may be empty. */
  public String hint() {
    return hint;
  }
}
