package io.ringside.message;

import io.ringside.membership.ClusterView;
import java.util.Optional;

/** The view that a node has; empty if it is the one that the asker knows. */
public record LatestView(Optional<ClusterView> changed) {
  public static final LatestView UNCHANGED = new LatestView(Optional.empty());
}
