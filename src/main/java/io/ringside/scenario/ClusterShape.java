package io.ringside.scenario;

import io.ringside.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The cluster a scenario is written for: so many nodes, {@code n1} and on, and so many answers. Immutable.
 *
 * @param settings what a cluster made for this scenario is configured with beyond n, r and w, as {@code key=value}
 */
public record ClusterShape(int nodes, int n, int r, int w, List<String> settings) {
  static final ClusterShape USUAL = new ClusterShape(5, 3, 2, 2, List.of());

  public ClusterShape {
    settings = List.copyOf(settings);
  }

  public SortedSet<NodeId> names() {
    var names = new TreeSet<NodeId>();
    for (int i = 1; i <= nodes; i++) {
      names.add(NodeId.of("n" + i));
    }
    return Collections.unmodifiableSortedSet(names);
  }

  /** All settings of a node in such a cluster, as {@code key=value}. */
  public List<String> allSettings() {
    var all = new ArrayList<>(List.of("quorum.n=" + n, "quorum.r=" + r, "quorum.w=" + w));
    all.addAll(settings);
    return all;
  }

  ClusterShape with(String name, int value) {
    return switch (name) {
      case "nodes" -> new ClusterShape(value, n, r, w, settings);
      case "n" -> new ClusterShape(nodes, value, r, w, settings);
      case "r" -> new ClusterShape(nodes, n, value, w, settings);
      case "w" -> new ClusterShape(nodes, n, r, value, settings);
      case "partitions" -> withSetting("cluster.partitions=" + value);
      default -> throw new IllegalArgumentException("A cluster has no number " + name);
    };
  }

  ClusterShape withSetting(String setting) {
    var more = new ArrayList<>(settings);
    more.add(setting);
    return new ClusterShape(nodes, n, r, w, more);
  }
}
