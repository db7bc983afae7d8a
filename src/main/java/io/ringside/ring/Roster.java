package io.ringside.ring;

import io.ringside.NodeId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The members among whom the ring is divided, each with its weight and zone. Immutable. */
public record Roster(SortedMap<NodeId, Seat> seats) {
  public static final Roster EMPTY = new Roster(new TreeMap<>());

  public Roster {
    seats = Collections.unmodifiableSortedMap(new TreeMap<>(seats));
  }

  /** These nodes, all of weight 1 and in no zone. */
  public static Roster of(SortedSet<NodeId> members) {
    var seats = new TreeMap<NodeId, Seat>();
    members.forEach(node -> seats.put(node, Seat.PLAIN));
    return new Roster(seats);
  }

  public SortedSet<NodeId> members() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(seats.keySet()));
  }

  public boolean has(NodeId node) {
    return seats.containsKey(node);
  }

  Roster joined(NodeId node) {
    return has(node) ? this : with(node, Seat.PLAIN);
  }

  Roster left(NodeId node) {
    return has(node) && seats.size() > 1 ? without(node) : this;
  }

  Roster replaced(NodeId node, NodeId replacement) {
    return replaces(node, replacement) ? without(node).with(replacement, seats.get(node)) : this;
  }

  /** True if {@code replacement} may take over from {@code node}: the one is a member, the other not yet. */
  boolean replaces(NodeId node, NodeId replacement) {
    return has(node) && !has(replacement);
  }

  Roster weighed(NodeId node, int weight) {
    return changed(node, seat -> new Seat(weight, seat.zone));
  }

  Roster placed(NodeId node, String zone) {
    return changed(node, seat -> new Seat(seat.weight, zone));
  }

  private Roster changed(NodeId node, UnaryOperator<Seat> change) {
    return has(node) ? with(node, change.apply(seats.get(node))) : this;
  }

  private Roster with(NodeId node, Seat seat) {
    var changed = new TreeMap<>(seats);
    changed.put(node, seat);
    return new Roster(changed);
  }

  private Roster without(NodeId node) {
    var changed = new TreeMap<>(seats);
    changed.remove(node);
    return new Roster(changed);
  }

  /** What a member brings: its share of the partitions, relative to the others, and where it stands. Immutable. */
  public record Seat(int weight, String zone) {
    /** Larger ratios between members than this are a typing error. */
    public static final int MAX_WEIGHT = 1_000;

    static final Seat PLAIN = new Seat(1, "");

    public Seat {
      checkWeight(weight);
    }

    static void checkWeight(int weight) {
      if (weight < 1 || weight > MAX_WEIGHT) {
        throw new IllegalArgumentException("A weight must be 1 to " + MAX_WEIGHT + ", not " + weight);
      }
    }
  }
}
