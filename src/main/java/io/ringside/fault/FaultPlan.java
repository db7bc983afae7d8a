package io.ringside.fault;

import io.ringside.NodeId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which nodes are silenced, which links are cut, and how bad the others are. Immutable. A node always reaches itself, unless it
 * is silenced.
 *
 * @param silenced nodes that nothing reaches and that reach nobody
 * @param cuts links that carry nothing, each in one direction
 * @param loss the chance, 0 to 1, that a message between two nodes is lost, on top of the network's own
 * @param extraDelayMillis what every message between two nodes is late by, on top of the network's own delay
 */
public record FaultPlan(SortedSet<NodeId> silenced, SortedSet<Cut> cuts, double loss, long extraDelayMillis) {
  /** Nothing is broken. */
  public static final FaultPlan NONE = new FaultPlan(new TreeSet<>(), new TreeSet<>(), 0, 0);

  public FaultPlan {
    silenced = Collections.unmodifiableSortedSet(new TreeSet<>(silenced));
    cuts = Collections.unmodifiableSortedSet(new TreeSet<>(cuts));
    if (!(loss >= 0 && loss <= 1)) {
      throw new IllegalArgumentException("A loss is between 0 and 1, not " + loss);
    }
    if (extraDelayMillis < 0) {
      throw new IllegalArgumentException("A delay is not negative: " + extraDelayMillis);
    }
  }

  /** True if nothing that {@code from} sends can reach {@code to}. */
  public boolean blocks(NodeId from, NodeId to) {
    if (silenced.contains(from) || silenced.contains(to)) {
      return true;
    }
    return !from.equals(to) && cuts.contains(new Cut(from, to));
  }

  public boolean isNone() {
    return equals(NONE);
  }

  public FaultPlan withSilenced(NodeId node) {
    var more = new TreeSet<>(silenced);
    more.add(node);
    return new FaultPlan(more, cuts, loss, extraDelayMillis);
  }

  public FaultPlan withoutSilenced(NodeId node) {
    var fewer = new TreeSet<>(silenced);
    fewer.remove(node);
    return new FaultPlan(fewer, cuts, loss, extraDelayMillis);
  }

  /** Cuts one direction only; the other still works. */
  public FaultPlan withCut(NodeId from, NodeId to) {
    var more = new TreeSet<>(cuts);
    more.add(new Cut(from, to));
    return new FaultPlan(silenced, more, loss, extraDelayMillis);
  }

  /**
   * Cuts every link between nodes of different groups, both ways, on top of what is cut. Nodes in no group keep all their links.
   */
  public FaultPlan partition(List<? extends Collection<NodeId>> groups) {
    var more = new TreeSet<>(cuts);
    for (Collection<NodeId> here : groups) {
      for (Collection<NodeId> there : groups) {
        if (here != there) {
          here.forEach(from -> there.forEach(to -> more.add(new Cut(from, to))));
        }
      }
    }
    return new FaultPlan(silenced, more, loss, extraDelayMillis);
  }

  public FaultPlan withLoss(double chance) {
    return new FaultPlan(silenced, cuts, chance, extraDelayMillis);
  }

  public FaultPlan withExtraDelay(long millis) {
    return new FaultPlan(silenced, cuts, loss, millis);
  }

  /** The network as new. Silenced nodes stay so: they are not the network's fault. */
  public FaultPlan heal() {
    return new FaultPlan(silenced, new TreeSet<>(), 0, 0);
  }
}
