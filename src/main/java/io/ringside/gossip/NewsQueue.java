package io.ringside.gossip;

import io.ringside.NodeId;
import io.ringside.membership.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The beliefs that a node still spreads, at most one of each member. What was told least often is told first, so that fresh news
 * overtakes old; each is told a limited number of times. Not safe for more than one thread.
 */
final class NewsQueue {
  /*
   * Every message of gossip takes from the queue, and after a start of everybody it holds everybody. So it is kept in order: a
   * message costs what it takes, not what there is.
   */
  private final int tellLimit;
  private final SortedMap<NodeId, Item> items = new TreeMap<>();
  private final TreeSet<Item> inOrder = new TreeSet<>();
  private long order;

  NewsQueue(int tellLimit) {
    this.tellLimit = tellLimit;
  }

  /** multiplier · ⌈log₁₀(members + 1)⌉: enough to infect everybody with high probability. */
  static int tellLimit(int multiplier, int members) {
    return multiplier * (int) Math.ceil(StrictMath.log10(members + 1.0));
  }

  /** Replaces what was spread of the same member. */
  void add(Member belief) {
    var item = new Item(belief, order++);
    Item replaced = items.put(belief.node(), item);
    if (replaced != null) {
      inOrder.remove(replaced);
    }
    inOrder.add(item);
  }

  /** Up to {@code atMost} pieces of news, which count as told once more. */
  List<Member> take(int atMost) {
    var next = new ArrayList<Item>(Math.min(atMost, items.size()));
    while (next.size() < atMost && !inOrder.isEmpty()) {
      next.add(inOrder.pollFirst());
    }
    next.forEach(this::toldOnceMore);
    return next.stream().map(item -> item.belief).toList();
  }

  private void toldOnceMore(Item item) {
    if (++item.told < tellLimit) {
      inOrder.add(item);
    } else {
      items.remove(item.belief.node());
    }
  }

  int size() {
    return items.size();
  }

  /** Ordered by who is told first: what was told least often, then the newest. Told only while it is out of the order. */
  private static final class Item implements Comparable<Item> {
    private final Member belief;
    private final long order;
    private int told;

    private Item(Member belief, long order) {
      this.belief = belief;
      this.order = order;
    }

    @Override
    public int compareTo(Item other) {
      return told != other.told ? Integer.compare(told, other.told) : Long.compare(other.order, order);
    }
  }
}
