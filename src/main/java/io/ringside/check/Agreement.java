package io.ringside.check;

import io.ringside.NodeId;
import io.ringside.membership.ClusterView;
import io.ringside.membership.Member;
import io.ringside.ring.ConsistentHashRing;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether all nodes agree at rest: I15 about the ring, I16 about who is alive. Pure. */
public final class Agreement {
  private Agreement() {}

  /**
   * I15: all nodes know this ring. That its preference lists name distinct nodes needs no check: they refuse to be otherwise.
   *
   * @param epochs the ring's epoch as each node knows it
   */
  public static List<Violation> onRing(ConsistentHashRing ring, SortedMap<NodeId, Long> epochs) {
    var violations = new ArrayList<Violation>();
    epochs.forEach((node, epoch) -> {
      if (epoch != ring.epoch()) {
        violations.add(new Violation("I15", node + " knows another ring: its epoch is " + Long.toHexString(epoch) + ", not "
            + Long.toHexString(ring.epoch())));
      }
    });
    return violations;
  }

  /** I15: no two members, all of the same weight, differ by more than one partition. */
  public static List<Violation> balanced(ConsistentHashRing ring) {
    var load = new TreeMap<NodeId, Integer>();
    ring.members().forEach(node -> load.put(node, 0));
    ring.owners().forEach(node -> load.merge(node, 1, Integer::sum));
    int most = load.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    int least = load.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    return most - least <= 1
        ? List.of()
        : List.of(new Violation("I15", "loads differ by " + (most - least) + " partitions: " + load));
  }

  /**
   * I16: those who live hold the same belief about everybody: alive of each other, dead of all others. Linear in the size of the
   * views.
   *
   * @param views as those who live have them
   */
  public static List<Violation> onMembers(SortedMap<NodeId, ClusterView> views) {
    var violations = new ArrayList<Violation>();
    var newest = views.values().stream().reduce(ClusterView.EMPTY, ClusterView::merge);
    views.forEach((viewer, view) -> {
      var missing = new TreeSet<>(newest.members().keySet());
      missing.removeAll(view.members().keySet());
      missing.forEach(node -> violations.add(new Violation("I16", viewer + " does not know " + node)));
      view.members().values().forEach(belief ->
          addWrong(viewer, belief, newest.of(belief.node()), views.containsKey(belief.node()), violations));
    });
    return violations;
  }

  private static void addWrong(NodeId viewer, Member belief, Member newest, boolean lives, List<Violation> to) {
    Member.Status right = lives ? Member.Status.ALIVE : Member.Status.DEAD;
    if (belief.status() != right) {
      to.add(new Violation("I16", viewer + " takes " + belief.node() + " for " + belief.status() + ", and it is " + right));
    } else if (!belief.equals(newest)) {
      to.add(new Violation("I16", viewer + " knows incarnation " + belief.incarnation() + " of " + belief.node()
          + ", and another node knows " + newest.incarnation()));
    }
  }
}
