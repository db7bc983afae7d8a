package io.ringside.repair;

import io.ringside.merkle.TreeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Knows in which leaves records are being written. Not safe for more than one thread. */
final class LeavesUnderWay {
  /*
   * A leaf's digests are added up anew by a scan. Whether a scan has seen a write that was under way meanwhile, nobody can tell.
   * So its sum counts only for leaves in which nothing was under way from its beginning to its end.
   */
  private record Leaf(TreeId tree, int number) implements Comparable<Leaf> {
    private static final Comparator<Leaf> ORDER = Comparator.comparing(Leaf::tree).thenComparingInt(Leaf::number);

    @Override
    public int compareTo(Leaf other) {
      return ORDER.compare(this, other);
    }
  }

  private final SortedMap<Leaf, Integer> writes = new TreeMap<>();
  private final List<Watch> watches = new ArrayList<>();

  void began(Place place) {
    writes.merge(new Leaf(place.tree(), place.leaf()), 1, Integer::sum);
    watches.forEach(watch -> watch.see(place));
  }

  void ended(Place place) {
    writes.computeIfPresent(new Leaf(place.tree(), place.leaf()), (leaf, count) -> count > 1 ? count - 1 : null);
  }

  /** To be ended with {@link Watch#end}. */
  Watch watch(TreeId tree) {
    var watch = new Watch(tree);
    writes.keySet().stream().filter(leaf -> leaf.tree().equals(tree)).forEach(leaf -> watch.touched.add(leaf.number()));
    watches.add(watch);
    return watch;
  }

  /** The leaves of one tree in which something was under way since the watch began. */
  final class Watch {
    private final TreeId tree;
    private final SortedSet<Integer> touched = new TreeSet<>();

    private Watch(TreeId tree) {
      this.tree = tree;
    }

    private void see(Place place) {
      if (place.tree().equals(tree)) {
        touched.add(place.leaf());
      }
    }

    boolean isTouched(int leaf) {
      return touched.contains(leaf);
    }

    void end() {
      watches.remove(this);
    }
  }
}
